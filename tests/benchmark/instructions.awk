# From two callgrind files, of a short and of a long run: the instructions that `n` calls cost, by
# what they are spent on, a call. Copying, strings and locks count to whoever asks for them.
# Arguments: -v n=<calls that the long run makes more> short long

function name_of(table, text,   at, id) { # "(12) name" defines, "(12)" refers
    at = index(text, ")")
    id = FILENAME table substr(text, 1, at)
    if (length(text) > at)
        names[id] = substr(text, at + 2)
    return names[id]
}

function key_of(name, object) {
    sub(/'[0-9]+$/, "", name)
    sub(/.*\//, "", object)
    if (name ~ /^0x/)
        name = object " " name
    if (!(name in objects))
        objects[name] = object
    return name
}

function group_of(name,   object, start) {
    object = objects[name]
    if (object ~ /^lib(ssl|crypto)/)
        return "TLS"
    if (name ~ /libc_start|below main/)
        return "other"
    if (name ~ /^(_int_|malloc|free|cfree|calloc|realloc|aligned_alloc|memalign|unlink_chunk|sysmalloc|operator (new|delete))/)
        return "malloc"
    if (object ~ /^libboost_json/)
        return "JSON"
    if (object ~ /^(libc|libstdc|libgcc|ld-linux)/ || name ~ /^std::(__cxx11::basic_string<|basic_string_view|_Sp_counted_base|__shared_count|char_traits)/)
        return "shared"
    if (name ~ /^\(anonymous namespace\)::|^benchmark::/ ||
        name ~ /^apideck::(Session|SessionSettings|ConsumerMetadata|Theme)::~/)
        return "program"
    start = substr(name, 1, 200)
    if (start ~ /^boost::json/ || start ~ /apideck::json/)
        return "JSON"
    if (substr(name, 1, 80) ~ /boost::beast::http/)
        return "HTTP"
    if (substr(name, 1, 70) ~ /apideck::/ || name ~ /^_ZNK?7apideck/)
        return "SDK"
    if (start ~ /asio/)
        return "Asio"
    if (start ~ /beast/)
        return "Asio"
    return "other"
}

FNR == 1 { sign = FILENAME == ARGV[ARGC - 1] ? 1 : -1; called = "" }
/^ob=/ { object = name_of("ob", substr($0, 4)); next }
/^fn=/ { current = key_of(name_of("fn", substr($0, 4)), object); next }
/^cob=/ { other = name_of("ob", substr($0, 5)); next }
/^cfn=/ {
    called = key_of(name_of("fn", substr($0, 5)), other != "" ? other : object)
    other = ""
    next
}
/^calls=/ { arc = 1; next }
/^[0-9+*-]/ && NF >= 2 {
    if (arc)
        arcs[current SUBSEP called] += sign * $2
    else
        self[current] += sign * $2
    arc = 0
}

END {
    for (name in self) {
        total += self[name]
        group = groups[name] = group_of(name)
        if (group == "shared")
            shared += self[name]
        else
            spent[group] += self[name]
    }
    for (pair in arcs) {
        split(pair, ends, SUBSEP)
        if (!(ends[1] in groups)) groups[ends[1]] = group_of(ends[1])
        if (!(ends[2] in groups)) groups[ends[2]] = group_of(ends[2])
        if (groups[ends[2]] == "shared")
            inclusive[ends[2]] += arcs[pair]
        else if (groups[ends[1]] == "shared")
            passed_on[ends[1]] += arcs[pair]
    }
    for (pair in arcs) {
        split(pair, ends, SUBSEP)
        if (groups[ends[2]] == "shared" && groups[ends[1]] != "shared" &&
            groups[ends[1]] != "malloc" && inclusive[ends[2]] > 0) {
            cost = arcs[pair] * (1 - passed_on[ends[2]] / inclusive[ends[2]])
            more[groups[ends[1]]] += cost
            all_more += cost
        }
    }
    for (group in spent) {
        spent[group] += all_more > 0 ? more[group] * shared / all_more : 0
        printf "%s\"%s\":%.0f", (separator++ ? "," : "{"), group, spent[group] / n
    }
    print "}"
}
