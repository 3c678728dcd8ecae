#include "pages.hpp"

namespace portal {

std::string_view style()
{
    return R"(:root { --ink: #111827; --soft: #6b7280; --line: #e5e7eb; --accent: #4338ca; }
* { box-sizing: border-box; margin: 0; }
body { background: #f9fafb; color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { display: flex; gap: 32px; align-items: center; padding: 14px 32px; background: #fff;
  min-height: 60px; border-bottom: 1px solid var(--line); }
nav { display: flex; flex-wrap: wrap; gap: 4px; }
nav a { padding: 5px 12px; border-radius: 999px; color: var(--soft); font-size: 14px;
  text-decoration: none; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { background: #eef2ff; color: var(--accent); font-weight: 600; }
main { max-width: 720px; margin: 0 auto; padding: 40px 24px; }
h1 { font-size: 26px; line-height: 1.25; }
h2 { font-size: 16px; line-height: 1.4; }
p { color: var(--soft); }
.title { display: flex; gap: 16px; align-items: center; margin-bottom: 28px; }
.title img { width: 56px; height: 56px; }
ul { padding: 0; list-style: none; background: #fff; border: 1px solid var(--line);
  border-radius: 12px; }
li { display: flex; gap: 16px; align-items: center; padding: 16px 20px; }
li + li { border-top: 1px solid var(--line); }
li div { flex: 1; }
li p { font-size: 14px; }
li svg { width: 24px; fill: none; stroke: var(--accent); stroke-width: 1.6;
  stroke-linecap: round; stroke-linejoin: round; }
button, .button { display: inline-block; padding: 8px 16px; border: 0; border-radius: 8px;
  background: var(--accent); color: #fff; font: inherit; font-size: 14px; font-weight: 600;
  text-decoration: none; cursor: pointer; }
button:hover, .button:hover { background: #3730a3; }
:focus-visible { outline: 3px solid #a5b4fc; outline-offset: 2px; }
.banner { margin-bottom: 24px; padding: 10px 16px; border: 1px solid #bbf7d0; border-radius: 8px;
  background: #f0fdf4; color: #166534; }
.problem p { margin: 12px 0 20px; }
.problem .reference { padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px;
  background: #fff; font-size: 14px; }
code { color: var(--ink); font: 14px ui-monospace, monospace; }
@media (max-width: 560px) { header { padding: 14px 24px; } li { flex-wrap: wrap; } }
)";
}

} // namespace portal
