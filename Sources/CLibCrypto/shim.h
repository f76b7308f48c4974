#ifndef WFM_BRIDGE_LIBCRYPTO_H
#define WFM_BRIDGE_LIBCRYPTO_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/core_names.h>
#include <openssl/rand.h>

#endif
