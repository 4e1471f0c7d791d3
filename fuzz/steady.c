/* Chance without chance: the same "random" bytes for every caller, so that hash tables have one order in every run
   and a fuzzer with a fixed seed tries the same inputs. Loaded in front of the C library by tests/tools/fuzz.sh. */
#include <string.h>
#include <sys/types.h>

ssize_t getrandom(void *to, size_t length, unsigned flags) {
    (void)flags;
    memset(to, 7, length);
    return (ssize_t)length;
}
