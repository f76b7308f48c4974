#ifndef WFM_BRIDGE_LIBCRYPTO_H
#define WFM_BRIDGE_LIBCRYPTO_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/core_names.h>
#include <openssl/rand.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "libcrypto 3.0 or newer is needed (EVP_MD_fetch, EVP_MAC_fetch)"
#endif

/// A new EVP_MAC context keyed for HMAC-SHA256, or NULL with the reason in libcrypto's error queue.
/// The parameters live only for the call: the context keeps its own copy of the key.
static inline EVP_MAC_CTX *wfm_hmac_sha256_new(EVP_MAC *hmac, const unsigned char *key, size_t count) {
    static const unsigned char nothing = 0;
    char digest[] = "SHA256";
    OSSL_PARAM parameters[2];
    parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0);
    parameters[1] = OSSL_PARAM_construct_end();

    EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);
    if (context == NULL) {
        return NULL;
    }
    // A NULL key would mean "keep the key set before": an empty key is given as zero bytes at a valid address.
    if (EVP_MAC_init(context, count == 0 ? &nothing : key, count, parameters) != 1) {
        EVP_MAC_CTX_free(context);
        return NULL;
    }
    return context;
}

#endif
