/* Runs a fuzz target over every file of a directory: the corpus as a plain test.
 *
 * usage: replay-TARGET DIRECTORY */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An exact allocation, so that a sanitizer sees one byte too many. */
static int replay(const char *path)
{
    static uint8_t bytes[1 << 20];
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        perror(path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    uint8_t *exact = malloc(size + 1);
    if (exact == NULL) {
        return 1;
    }
    uint8_t *end_aligned = exact + 1;
    for (size_t i = 0; i < size; i++) {
        end_aligned[i] = bytes[i];
    }
    (void)LLVMFuzzerTestOneInput(end_aligned, size);
    free(exact);
    return 0;
}

int main(int argc, char **argv)
{
    DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
    if (dir == NULL) {
        fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
        return 2;
    }
    unsigned count = 0;
    int failed = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[4096];
        if (entry->d_name[0] != '.') {
            (void)snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
            failed |= replay(path);
            count++;
        }
    }
    (void)closedir(dir);
    printf("%s: %u inputs\n", argv[1], count);
    return failed != 0 || count == 0;
}
