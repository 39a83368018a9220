/* topics.c - themes for people: see topics.def. */
#include <string.h>

#include "feedback/digest/private.h"

static const struct topic {
    const char *name;
    const char *title;
    const char *training;
    const char *prevents;
} topics[] = {

#define TOPIC(name, title, training, prevents) {#name, title, training, prevents},
#include "feedback/digest/topics.def"
#undef TOPIC
};

static const struct topic *find(const char *name)
{
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        if (strcmp(topics[i].name, name) == 0) {
            return &topics[i];
        }
    }
    return NULL;
}

const char *digest_theme_title(const char *name)
{
    const struct topic *topic = find(name);
    return topic == NULL ? name : topic->title;
}

const char *digest_theme_training(const char *name)
{
    const struct topic *topic = find(name);
    return topic == NULL ? NULL : topic->training;
}

const char *digest_theme_prevents(const char *name)
{
    const struct topic *topic = find(name);
    return topic == NULL ? NULL : topic->prevents;
}

const char *digest_theme_name(size_t place)
{
    return place < sizeof topics / sizeof *topics ? topics[place].name : NULL;
}
