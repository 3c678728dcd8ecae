#include <examples/portal/pages.hpp>

#include "../support/catch.hpp"

using namespace apideck::tests;
using namespace portal;

TEST_CASE("text that stands in a page is only text")
{
    CHECK(escape("<a href=\"x\">'&amp;'</a>")
        == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;");
    CHECK(escape("Zo\xc3\xab & Sons") == "Zo\xc3\xab &amp; Sons");
}

TEST_CASE("nothing of a customer becomes markup")
{
    std::string const bad = "\"><script>alert(1)</script>";
    customer c{.id = bad, .metadata = {.account_name = bad}, .theme = {.primary_color = bad}};
    c.integrations = {{apideck::UnifiedApiId(bad), bad, bad}};
    for (auto const& page :
        {list_page({c}, c, &c.integrations.front()), logo(c), problem_page(bad, bad, bad, bad)})
        CHECK_THAT(page, !ContainsSubstring("<script"));
}

TEST_CASE("the page of a problem shows a request id where there is one")
{
    CHECK_THAT(
        problem_page("Oh", "Wait", "42"), ContainsSubstring("<code id=\"request-id\">42</code>"));
    CHECK_THAT(problem_page("Oh", "Wait"), !ContainsSubstring("Request id"));
}

TEST_CASE("a customer without a name is shown by its id")
{
    customer c{.id = "acme"};
    CHECK_THAT(list_page({c}, c, nullptr), ContainsSubstring("<h1>acme</h1>"));
    CHECK_THAT(logo(c), ContainsSubstring(">a</text>"));
}
