// Links what Crossfoot links, prints a line and ends: what starting costs whatever the program does.
#include <stdio.h>

int main(void) {
    puts("crossfoot 0.1.0");
    return 0;
}
