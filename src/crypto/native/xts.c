/*
 * Optional: XTS-AES over a whole extent in one call, by the OpenSSL inside the running Node. Node exports both its
 * Node-API (a stable binary interface) and OpenSSL's functions, so this file declares the few of each that it calls and
 * needs no header but the language's own.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Node-API, version 1. */
typedef struct napi_env_s *napi_env;
typedef struct napi_value_s *napi_value;
typedef struct napi_callback_info_s *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
typedef void (*napi_finalize)(napi_env, void *data, void *hint);
extern int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
extern int napi_set_named_property(napi_env, napi_value, const char *, napi_value);
extern int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
extern int napi_get_value_bool(napi_env, napi_value, bool *);
extern int napi_get_value_double(napi_env, napi_value, double *);
extern int napi_get_typedarray_info(napi_env, napi_value, int *, size_t *, void **, napi_value *, size_t *);
extern int napi_create_external(napi_env, void *, napi_finalize, void *, napi_value *);
extern int napi_get_value_external(napi_env, napi_value, void **);
extern int napi_throw_error(napi_env, const char *, const char *);

/* OpenSSL 3. */
typedef struct evp_cipher_ctx_st EVP_CIPHER_CTX;
typedef struct evp_cipher_st EVP_CIPHER;
typedef struct engine_st ENGINE;
extern EVP_CIPHER_CTX *EVP_CIPHER_CTX_new(void);
extern void EVP_CIPHER_CTX_free(EVP_CIPHER_CTX *);
extern const EVP_CIPHER *EVP_aes_128_xts(void);
extern const EVP_CIPHER *EVP_aes_256_xts(void);
extern int EVP_CipherInit_ex(EVP_CIPHER_CTX *, const EVP_CIPHER *, ENGINE *, const unsigned char *,
                             const unsigned char *, int);
extern int EVP_CipherUpdate(EVP_CIPHER_CTX *, unsigned char *, int *, const unsigned char *, int);

static const int uint8_array = 1;
static const int ok = 0;

static napi_value refuse(napi_env env, const char *reason) {
  napi_throw_error(env, NULL, reason);
  return NULL;
}

static bool bytes_of(napi_env env, napi_value value, unsigned char **data, size_t *length) {
  int type;
  void *start;
  if (napi_get_typedarray_info(env, value, &type, length, &start, NULL, NULL) != ok || type != uint8_array) return false;
  *data = start;
  return true;
}

static void release(napi_env env, void *context, void *hint) {
  (void)env;
  (void)hint;
  EVP_CIPHER_CTX_free(context);
}

/* create(key: Uint8Array, isEncrypting: boolean): a cipher with its key schedules made. */
static napi_value create(napi_env env, napi_callback_info info) {
  napi_value arguments[2], cipher;
  size_t count = 2, key_length;
  unsigned char *key;
  bool is_encrypting;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != ok || count != 2 ||
      !bytes_of(env, arguments[0], &key, &key_length) || (key_length != 32 && key_length != 64) ||
      napi_get_value_bool(env, arguments[1], &is_encrypting) != ok)
    return refuse(env, "create(key of 32 or 64 bytes, isEncrypting)");
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  if (context == NULL) return refuse(env, "no memory for a cipher");
  const EVP_CIPHER *algorithm = key_length == 64 ? EVP_aes_256_xts() : EVP_aes_128_xts();
  if (EVP_CipherInit_ex(context, algorithm, NULL, key, NULL, is_encrypting) != 1 ||
      napi_create_external(env, context, release, NULL, &cipher) != ok) {
    EVP_CIPHER_CTX_free(context);
    return refuse(env, "OpenSSL refuses this key");
  }
  return cipher;
}

/* run(cipher, firstSector: number, sectorBytes: number, data: Uint8Array, out: Uint8Array): data may be out. */
static napi_value run(napi_env env, napi_callback_info info) {
  napi_value arguments[5];
  size_t count = 5, data_length, out_length;
  void *context;
  double first_sector, sector_bytes;
  unsigned char *data, *out;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != ok || count != 5 ||
      napi_get_value_external(env, arguments[0], &context) != ok ||
      napi_get_value_double(env, arguments[1], &first_sector) != ok ||
      napi_get_value_double(env, arguments[2], &sector_bytes) != ok ||
      !bytes_of(env, arguments[3], &data, &data_length) || !bytes_of(env, arguments[4], &out, &out_length))
    return refuse(env, "run(cipher, firstSector, sectorBytes, data, out)");
  /* Written so that a NaN fails them as well. 2^53 and 2^24 (OpenSSL takes at most 2^20 blocks under one tweak). */
  if (!(first_sector >= 0 && first_sector <= 9007199254740992.0) || !(sector_bytes >= 16 && sector_bytes <= 16777216))
    return refuse(env, "a sector number or a sector size that XTS does not have");
  size_t sector_length = (size_t)sector_bytes;
  if (out_length != data_length || data_length % sector_length != 0) return refuse(env, "not whole sectors");
  uint64_t sector = (uint64_t)first_sector;
  for (size_t at = 0; at < data_length; at += sector_length, sector += 1) {
    /* IEEE 1619-2018 section 5.1: the number in 128 bits, little-endian. */
    unsigned char tweak[16] = {0};
    for (int index = 0; index < 8; index += 1) tweak[index] = (unsigned char)(sector >> (8 * index));
    int written = 0;
    if (EVP_CipherInit_ex(context, NULL, NULL, NULL, tweak, -1) != 1 ||
        EVP_CipherUpdate(context, out + at, &written, data + at, (int)sector_length) != 1 ||
        (size_t)written != sector_length)
      return refuse(env, "OpenSSL refuses a sector");
  }
  return NULL;
}

/* The name under which Node looks for an addon's start, once in each thread that loads it. */
napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  if (napi_create_function(env, "create", 6, create, NULL, &function) != ok ||
      napi_set_named_property(env, exports, "create", function) != ok ||
      napi_create_function(env, "run", 3, run, NULL, &function) != ok ||
      napi_set_named_property(env, exports, "run", function) != ok)
    return refuse(env, "the addon does not start");
  return exports;
}
