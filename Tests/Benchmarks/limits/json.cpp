// How fast simdjson hands over the invoice lines of a file: looks at every field of a line, keeps where its text
// stands, counts the lines and sums their amounts exactly. The whole file is in memory, as simdjson wants it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <simdjson.h>

using namespace simdjson;

namespace {

constexpr size_t FIELDS = 64;
constexpr int FRACTION_DIGITS = 10;

struct Record {
    std::string_view names[FIELDS], values[FIELDS];
    size_t count = 0;
};

int64_t decimal(std::string_view text) {
    bool isNegative = !text.empty() && text[0] == '-';
    int fractionDigits = -1;
    int64_t value = 0;
    for (char byte : text.substr(isNegative)) {
        if (byte == '.') { fractionDigits = 0; continue; }
        if (byte < '0' || byte > '9') break; // White space, which belongs to the token.
        value = value * 10 + (byte - '0');
        if (fractionDigits >= 0) fractionDigits++;
    }
    for (int digits = fractionDigits < 0 ? 0 : fractionDigits; digits < FRACTION_DIGITS; digits++) value *= 10;
    return isNegative ? -value : value;
}

void collect(ondemand::object object, Record &record) {
    for (auto field : object) {
        std::string_view name = field.unescaped_key();
        ondemand::value value = field.value();
        switch (ondemand::json_type type = value.type()) {
        case ondemand::json_type::object:
            collect(value.get_object(), record);
            continue;
        case ondemand::json_type::string:
            record.values[record.count] = value.get_string();
            break;
        case ondemand::json_type::number:
            record.values[record.count] = value.raw_json_token();
            break;
        case ondemand::json_type::boolean:
            record.values[record.count] = bool(value.get_bool()) ? "true" : "false";
            break;
        default:
            if (type != ondemand::json_type::null || !bool(value.is_null())) throw simdjson_error(INCORRECT_TYPE);
            record.values[record.count] = {};
        }
        record.names[record.count] = name;
        if (++record.count == FIELDS) throw simdjson_error(CAPACITY);
    }
}

} // namespace

int main(int argumentCount, char **arguments) try {
    if (argumentCount != 2) return 64;
    padded_string text = padded_string::load(arguments[1]);
    ondemand::parser parser;
    ondemand::document document = parser.iterate(text);
    Record record;
    int64_t lines = 0, fields = 0;
    __int128 sum = 0;
    for (auto invoice : document["data"]["invoice"].get_array()) {
        for (auto line : invoice["lines"].get_array()) {
            record.count = 0;
            collect(line.get_object(), record);
            lines++;
            fields += record.count;
            for (size_t place = 0; place < record.count; place++) {
                if (record.names[place] == "amount") sum += decimal(record.values[place]);
            }
        }
    }
    __int128 magnitude = sum < 0 ? -sum : sum;
    printf("count %ld\nsum %s%lu.%010lu\n", lines, sum < 0 ? "-" : "", uint64_t(magnitude / 10000000000),
           uint64_t(magnitude % 10000000000));
    fprintf(stderr, "%ld fields\n", fields);
} catch (const simdjson_error &error) {
    fprintf(stderr, "json: %s\n", error.what());
    return 1;
}
