// How fast libxml2 hands over the invoice lines of a file through its SAX2 push interface: keeps the text of every
// field of a line in one record, counts the records and sums one of their fields exactly.
#include <fcntl.h>
#include <libxml/parser.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, DEPTH = 16, FIELDS = 64, FRACTION_DIGITS = 10 };

typedef struct {
    // Equal names are the same pointer: libxml2 interns them.
    const xmlChar *line, *amount;
    const xmlChar *names[FIELDS];
    int starts[FIELDS + 1];
    int fieldCount;
    char *text;
    int textLength, textCapacity;
    int depth;       // Below the line; nought outside of lines.
    int hasChildren; // Whether the innermost element had any, so that it is no field.
    int64_t lines, fields, bytes;
    __int128 sum;
} Reader;

static void fail(const char *message) {
    fprintf(stderr, "xml: %s\n", message);
    exit(1);
}

static int64_t decimal(const char *text, int length) {
    const char *end = text + length;
    int isNegative = length > 0 && *text == '-', fractionDigits = -1;
    int64_t value = 0;
    for (text += isNegative; text < end; text++) {
        if (*text == '.') { fractionDigits = 0; continue; }
        value = value * 10 + (*text - '0');
        if (fractionDigits >= 0) fractionDigits++;
    }
    for (int digits = fractionDigits < 0 ? 0 : fractionDigits; digits < FRACTION_DIGITS; digits++) value *= 10;
    return isNegative ? -value : value;
}

static void finish_line(Reader *reader) {
    reader->lines++;
    reader->fields += reader->fieldCount;
    reader->bytes += reader->textLength;
    for (int field = 0; field < reader->fieldCount; field++) {
        if (reader->names[field] != reader->amount) continue;
        int start = reader->starts[field];
        reader->sum += decimal(reader->text + start, reader->starts[field + 1] - start);
    }
}

static void start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                          int namespaceCount, const xmlChar **namespaces, int attributeCount, int defaultedCount,
                          const xmlChar **attributes) {
    (void)prefix, (void)uri, (void)namespaceCount, (void)namespaces;
    (void)attributeCount, (void)defaultedCount, (void)attributes;
    Reader *reader = context;
    if (reader->depth > 0) {
        reader->depth++;
        reader->hasChildren = 0;
        if (reader->fieldCount == FIELDS) fail("too many fields");
        // The text of an element that turns out to have children is white space, which its first child drops.
        reader->textLength = reader->starts[reader->fieldCount];
    } else if (name == reader->line) {
        reader->depth = 1;
        reader->fieldCount = reader->textLength = reader->starts[0] = 0;
    }
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix, (void)uri;
    Reader *reader = context;
    if (reader->depth == 0) return;
    if (--reader->depth == 0) {
        finish_line(reader);
    } else if (!reader->hasChildren) {
        reader->names[reader->fieldCount++] = name;
        reader->starts[reader->fieldCount] = reader->textLength;
    }
    reader->hasChildren = 1;
}

static void characters(void *context, const xmlChar *text, int length) {
    Reader *reader = context;
    if (reader->depth < 2 || reader->hasChildren) return;
    if (reader->textLength + length > reader->textCapacity) {
        reader->textCapacity = 2 * (reader->textLength + length);
        reader->text = realloc(reader->text, reader->textCapacity);
        if (!reader->text) fail("no memory");
    }
    memcpy(reader->text + reader->textLength, text, length);
    reader->textLength += length;
}

int main(int argumentCount, char **arguments) {
    if (argumentCount != 4) fail("usage: xml FILE LINE FIELD");
    int file = open(arguments[1], O_RDONLY);
    if (file < 0) fail("cannot open the file");
    static char piece[PIECE];
    static Reader reader;
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC};
    handler.startElementNs = start_element;
    handler.endElementNs = end_element;
    handler.characters = handler.ignorableWhitespace = handler.cdataBlock = characters;
    xmlParserCtxtPtr context = xmlCreatePushParserCtxt(&handler, &reader, NULL, 0, NULL);
    if (!context) fail("no memory");
    reader.line = xmlDictLookup(context->dict, (const xmlChar *)arguments[2], -1);
    reader.amount = xmlDictLookup(context->dict, (const xmlChar *)arguments[3], -1);
    ssize_t count;
    while ((count = read(file, piece, PIECE)) > 0) {
        if (xmlParseChunk(context, piece, count, 0) != 0) fail("not XML");
    }
    if (count < 0 || xmlParseChunk(context, piece, 0, 1) != 0) fail("cannot read to the end");

    unsigned __int128 magnitude = reader.sum < 0 ? -reader.sum : reader.sum;
    printf("count %ld\nsum %s%lu.%010lu\n", reader.lines, reader.sum < 0 ? "-" : "",
           (uint64_t)(magnitude / 10000000000), (uint64_t)(magnitude % 10000000000));
    fprintf(stderr, "%ld fields, %ld bytes of text\n", reader.fields, reader.bytes);
    return 0;
}
