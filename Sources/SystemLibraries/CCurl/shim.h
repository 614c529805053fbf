#ifndef CROSSFOOT_CCURL_SHIM_H
#define CROSSFOOT_CCURL_SHIM_H

#include <curl/curl.h>

// libcurl's option functions are variadic, which Swift cannot call: one typed function for each kind of value.

static inline CURLcode crossfoot_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode crossfoot_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode crossfoot_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode crossfoot_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl copies the body, so the caller's bytes need not outlive the call.
static inline CURLcode crossfoot_curl_set_body(CURL *handle, const void *bytes, size_t count) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}

typedef size_t (*crossfoot_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode crossfoot_curl_set_body_receiver(CURL *handle, crossfoot_curl_receiver receiver, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receiver);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

static inline CURLcode crossfoot_curl_set_header_receiver(CURL *handle, crossfoot_curl_receiver receiver, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, receiver);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

// The result of a finished transfer lies in a union.
static inline CURLcode crossfoot_curl_result(const CURLMsg *message) {
    return message->data.result;
}

static inline long crossfoot_curl_get_long(CURL *handle, CURLINFO information) {
    long value = 0;
    return curl_easy_getinfo(handle, information, &value) == CURLE_OK ? value : 0;
}

#endif
