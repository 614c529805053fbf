// Asks the processor to bring memory near that is about to be read. It may be asked for any address: nothing is read.
#pragma once

static inline void crossfoot_prefetch(const void *place) { __builtin_prefetch(place); }
