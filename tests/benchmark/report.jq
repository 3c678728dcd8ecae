# Writes the Markdown of tests/benchmark/results.md from the lines that tests/benchmark/run gathers.

def median: sort | if length == 0 then null else (.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2 end;
def fixed($digits):
    if . == null then "n/a"
    else (. * pow(10; $digits) | round) as $n
        | (if $n < 0 then "-" else "" end) as $sign | ($n | fabs | tostring) as $text
        | (if $digits == 0 then $text
           else (if ($text | length) <= $digits then "0" * ($digits + 1 - ($text | length)) + $text else $text end)
               | .[:-$digits] + "." + .[-$digits:] end)
        | $sign + .
    end;
def thousands: if . == null then "n/a" else round | tostring
    | [while(length > 0; .[:-3])] | map(.[-3:]) | reverse | join(",") end;
def row: "| " + join(" | ") + " |";
def table($head): ($head | row), ($head | map("---") | row), (.[] | row);

def names: {sdk: "**apideck**", sdk_kept: "**apideck**, one `Session` for all calls", beast: "Beast coroutine, Boost.JSON DOM", curl: "libcurl, nlohmann-json",
    httplib: "cpp-httplib, nlohmann-json", openssl: "raw OpenSSL, no JSON: the floor"};
def order: ["sdk", "sdk_kept", "beast", "curl", "httplib", "openssl"];

. as $lines
| def of($what; condition): [$lines[] | select(.what == $what) | select(condition)];
  # The median over the rounds of the ratio to what `base` has in the same round.
  def ratio($base; field):
      . as $all | [$all[] | . as $one | $base[] | select(.round == $one.round) | ($one | field) / field] | median;
  def clients($what): order[] | . as $name | select(any($lines[]; .what == $what and .client == $name));

  def instructions($name; $session):
      of("instructions"; .client == $name and .session == $session)[0].by_group | if . then add else null end;

"# What a call costs",
"",
"Made by `tests/benchmark/run" + (if $mode == "quick" then " --quick`: few rounds and short runs, so take differences below a tenth as none."
    else "`." end),
"",
"Each call sends the same session, built and written as JSON anew (777 bytes), and reads two strings",
"from an answer of 384 bytes; TLS 1.3 with verification to an nginx on the same machine that gives a",
"fixed answer. The SDK is as it comes: pool, deadline and retries are on; with one `Session` for all calls",
"it still writes the JSON for each. Clients take turns;",
"figures are medians of \($rounds) rounds (\($rounds_1000) with 1,000 in flight), and each ratio is the median of the ratios",
"within a round. Ratios hold from machine to machine better than figures do.",
"",
$machine + ".",
"The load average of the machine was \($load) when it began.",
"",

( (1, 64, 1000) as $n
| of("timed"; .in_flight == $n) as $all
| select($all != [])
| [$all[] | select(.client == "beast")] as $base
| "## \(if $n == 1 then "One call" else "\($n | thousands) calls" end) in flight" + (if $n == 1 then ", client and server on one core" else "" end),
  "",
  ( [ clients("timed") | . as $name | [$all[] | select(.client == $name)] | select(. != [])
    | [ names[$name], (map(.rate) | median | thousands), (map(.cpu) | median | fixed(1)),
        (ratio($base; .cpu) | fixed(2)), (map(.p50) | median | thousands), (map(.p99) | median | thousands) ]
      + (if $n == 1 then
            [ (of("two_cores"; .client == $name) | map(.cpu) | median | fixed(1)),
              (map(.first) | median | thousands) ]
         else [] end)
    ] | table(["client", "calls/s", "CPU us a call", "ratio", "p50 us", "p99 us"]
        + (if $n == 1 then ["CPU us on two cores", "first call of a program, us"] else [] end)) ),
  "" ),

"## What a call is made of",
"",
"User-space instructions are counted by callgrind with one call in flight, system calls by strace;",
"allocations are all calls of `malloc` and its like, OpenSSL's own in brackets.",
"",
( [ clients("instructions") | . as $name
  | instructions($name; "new") as $instructions
  | [ names[$name], ($instructions | thousands),
      (instructions("beast"; "new") as $base | if $base then $instructions / $base else null end | fixed(2)) ]
    + [ (1, 64) as $n | of("allocations"; .client == $name and .in_flight == $n and .session == "new")[0]
        | "\(.allocations | fixed(1)) (\(.allocations_tls | fixed(1)))",
          (if $n == 1 then .allocated | thousands else empty end) ]
    + [ (1, 64) as $n | of("system_calls"; .client == $name and .in_flight == $n)[0].all | fixed(1) ]
  ] | table(["client", "instructions", "ratio", "allocations", "bytes allocated", "allocations at 64",
        "system calls", "system calls at 64"]) ),
"",
( of("allocations"; .client == "sdk" and .session == "kept")[0]
| if . then
    "With one `Session` for all calls a call of the SDK costs \(instructions("sdk"; "kept") | thousands) instructions and",
    "\(.allocations | fixed(1)) allocations, \(.allocations_tls | fixed(1)) of them OpenSSL's, of \(.allocated | thousands) bytes: the rest is what it costs to build one.",
    ""
  else empty end ),
"What the instructions are spent on; copying, strings and locks count to whoever asks for them, and",
"`program` is what builds the session and measures:",
"",
( ["TLS", "JSON", "HTTP", "Asio", "malloc", "SDK", "program", "other"] as $groups
| [ clients("instructions") | select(IN("sdk", "beast", "openssl")) as $name
  | of("instructions"; .client == $name and .session == "new")[0].by_group
  | [names[$name], (.[$groups[]] | if . then thousands else "" end)]
  ] | table(["client"] + $groups) ),
"",
"System calls of a call, by name:",
"",
( [ clients("system_calls") | . as $name
  | [ names[$name] ]
    + [ (1, 64) as $n | of("system_calls"; .client == $name and .in_flight == $n)[0].by_name
        | to_entries | sort_by(-.value) | map("\(.key) \(.value | fixed(1))") | join(", ") ]
  ] | table(["client", "one in flight", "64 in flight"]) ),
"",

"## Connects",
"",
"A new connection for each call, closed by the server after its answer; one call in flight.",
"Ratios are to Beast's full handshake.",
"",
( of("connects"; .client == "beast" and .connect == "cold") as $base
| [ clients("connects") | . as $name
  | [ names[$name] ]
    + [ ("cold", "resumed") as $how | of("connects"; .client == $name and .connect == $how)
        | (map(.cpu) | median | fixed(0)), (ratio($base; .cpu) | fixed(2)), (map(.p50) | median | thousands) ]
  ] | table(["client", "full: CPU us", "ratio", "p50 us", "resumed: CPU us", "ratio", "p50 us"]) ),
"",

"## Memory",
"",
"Resident bytes (the kernel's apart) for each connection with a call in flight: the difference between 1",
"and 1,000 of them.",
"",
( [ clients("timed") | select(. != "sdk_kept") | . as $name
  | (of("timed"; .client == $name and .in_flight == 1) | map(.rss) | median) as $one
  | (of("timed"; .client == $name and .in_flight == 1000) | map(.rss) | median) as $many
  | [names[$name], (if $many then ($many - $one) / 999 else null end | thousands), ($one / 1048576 | fixed(1))]
  ] | table(["client", "bytes a connection and call", "MB in all with one"]) ),
"",

( of("flat"; true) as $flat
| select($flat != [])
| "Resident after \($flat[0].calls | thousands) calls of the SDK, 64 in flight: \($flat[0].rss | thousands) bytes;"
    + " after \($flat[1].calls | thousands): \($flat[1].rss | thousands),",
  "of which \(4 * ($flat[1].calls - $flat[0].calls) | thousands) more are the program's own notes of how long each took.",
  "" ),

( select(of("growth"; true) != [])
| "## Growth and threads of the SDK",
  "",
  "Growth with one `Session` for all calls, so that it is the SDK's alone.",
  "",
  ( of("growth"; .in_flight == 64) as $base
  | [ (64, 1000, 10000) as $n | of("growth"; .in_flight == $n)
    | [ ($n | thousands), (map(.cpu) | median | fixed(1)), (ratio($base; .cpu) | fixed(2)),
        (map(.rate) | median | thousands), (map(.p99) | median | thousands),
        (if $n == 64 then "" else ((map(.rss) | median) - ($base | map(.rss) | median)) / ($n - 64) | thousands end) ]
    ] | table(["in flight through 64 connections", "CPU us a call", "ratio", "calls/s", "p99 us", "bytes a waiting call"]) ),
  "",
  ( of("threads"; .threads == 1) as $base
  | [ (1, 2) as $n | of("threads"; .threads == $n)
    | [ ($n | tostring), (map(.rate) | median | thousands), (ratio($base; .rate) | fixed(2)),
        (map(.cpu) | median | fixed(1)), ($n / ratio($base; .cpu) | fixed(2)) ]
    ] | table(["threads, 64 in flight", "calls/s", "ratio", "CPU us a call", "calls a second per thread's CPU, times threads"]) ),
  "",
  "The server shares the machine's cores with the client; where there are too few, it is what limits",
  "the rate with two threads, and the last column is what they would give.",
  if $server_first then "For those rows it ran with a niceness of -15: threads that wait for a server without a core wake and",
    "sleep for each call, which counts as theirs." else empty end )
