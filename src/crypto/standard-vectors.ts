/** Test vectors of the public standards, in hexadecimal. Each says where it stands. */

const counting = Buffer.from(Uint8Array.from({ length: 512 }, (_, index) => index)).toString('hex');
/** The digits of e and of pi, the keys of IEEE 1619's larger vectors. */
const digits =
  '2718281828459045235360287471352662497757247093699959574966967627' +
  '3141592653589793238462643383279502884197169399375105820974944592';

/** One data unit each. */
export const xtsVectors: readonly {
  source: string;
  key: string;
  sector: bigint;
  plain: string;
  cipher: string;
}[] = [
  {
    source: 'IEEE 1619-2007 annex B, vector 2 (AES-128)',
    key: '1111111111111111111111111111111122222222222222222222222222222222',
    sector: 0x3333333333n,
    plain: '4444444444444444444444444444444444444444444444444444444444444444',
    cipher: 'c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0',
  },
  {
    source: 'IEEE 1619-2007 annex B, vector 3 (AES-128)',
    key: 'fffefdfcfbfaf9f8f7f6f5f4f3f2f1f022222222222222222222222222222222',
    sector: 0x3333333333n,
    plain: '4444444444444444444444444444444444444444444444444444444444444444',
    cipher: 'af85336b597afc1a900b2eb21ec949d292df4c047e0b21532186a5971a227a89',
  },
  {
    source: 'IEEE 1619-2007 annex B, vector 10 (AES-256)',
    key: digits,
    sector: 0xffn,
    plain: counting,
    cipher:
      '1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b5d31e276f8fe4a8d66b317f9ac68' +
      '3f44680a86ac35adfc3345befecb4bb188fd5776926c49a3095eb108fd1098baec70aaa66999a72a82f27d848b21' +
      'd4a741b0c5cd4d5fff9dac89aeba122961d03a757123e9870f8acf1000020887891429ca2a3e7a7d7df7b1035516' +
      '5c8b9a6d0a7de8b062c4500dc4cd120c0f7418dae3d0b5781c34803fa75421c790dfe1de1834f280d7667b327f6c' +
      '8cd7557e12ac3a0f93ec05c52e0493ef31a12d3d9260f79a289d6a379bc70c50841473d1a8cc81ec583e9645e07b' +
      '8d9670655ba5bbcfecc6dc3966380ad8fecb17b6ba02469a020a84e18e8f84252070c13e9f1f289be54fbc481457' +
      '778f616015e1327a02b140f1505eb309326d68378f8374595c849d84f4c333ec4423885143cb47bd71c5edae9be6' +
      '9a2ffeceb1bec9de244fbe15992b11b77c040f12bd8f6a975a44a0f90c29a9abc3d4d893927284c58754cce29452' +
      '9f8614dcd2aba991925fedc4ae74ffac6e333b93eb4aff0479da9a410e4450e0dd7ae4c6e2910900575da401fc07' +
      '059f645e8b7e9bfdef33943054ff84011493c27b3429eaedb4ed5376441a77ed43851ad77f16f541dfd269d50d6a' +
      '5f14fb0aab1cbb4c1550be97f7ab4066193c4caa773dad38014bd2092fa755c824bb5e54c4f36ffda9fcea70b9c6' +
      'e693e148c151',
  },
  {
    source: 'IEEE 1619-2007 annex B, vector 11 (AES-256)',
    key: digits,
    sector: 0xffffn,
    plain: counting,
    cipher:
      '77a31251618a15e6b92d1d66dffe7b50b50bad552305ba0217a610688eff7e11e1d0225438e093242d6db274fde8' +
      '01d4cae06f2092c728b2478559df58e837c2469ee4a4fa794e4bbc7f39bc026e3cb72c33b0888f25b4acf56a2a98' +
      '04f1ce6d3d6e1dc6ca181d4b546179d55544aa7760c40d06741539c7e3cd9d2f6650b2013fd0eeb8c2b8e3d8d240' +
      'ccae2d4c98320a7442e1c8d75a42d6e6cfa4c2eca1798d158c7aecdf82490f24bb9b38e108bcda12c3faf9a21141' +
      'c3613b58367f922aaa26cd22f23d708dae699ad7cb40a8ad0b6e2784973dcb605684c08b8d6998c69aac04992187' +
      '1ebb65301a4619ca80ecb485a31d744223ce8ddc2394828d6a80470c092f5ba413c3378fa6054255c6f9df449586' +
      '2bbb3287681f931b687c888abf844dfc8fc28331e579928cd12bd2390ae123cf03818d14dedde5c0c24c8ab018bf' +
      'ca75ca096f2d531f3d1619e785f1ada437cab92e980558b3dce1474afb75bfedbf8ff54cb2618e0244c9ac0d3c66' +
      'fb51598cd2db11f9be39791abe447c63094f7c453b7ff87cb5bb36b7c79efb0872d17058b83b15ab0866ad8a5865' +
      '6c5a7e20dbdf308b2461d97c0ec0024a2715055249cf3b478ddd4740de654f75ca686e0d7345c69ed50cdc2a8b33' +
      '2b1f8824108ac937eb050585608ee734097fc09054fbff89eeaeea791f4a7ab1f9868294a4f9e27b42af8100cb9d' +
      '59cef9645803',
  },
  {
    source: 'IEEE 1619-2007 annex B, vector 14 (AES-256)',
    key: digits,
    sector: 0xffffffffffn,
    plain: counting,
    cipher:
      '64497e5a831e4a932c09be3e5393376daa599548b816031d224bbf50a818ed2350eae7e96087c8a0db51ad290bd0' +
      '0c1ac1620857635bf246c176ab463be30b808da548081ac847b158e1264be25bb0910bbc92647108089415d45fab' +
      '1b3d2604e8a8eff1ae4020cfa39936b66827b23f371b92200be90251e6d73c5f86de5fd4a950781933d79a28272b' +
      '782a2ec313efdfcc0628f43d744c2dc2ff3dcb66999b50c7ca895b0c64791eeaa5f29499fb1c026f84ce5b5c72ba' +
      '1083cddb5ce45434631665c333b60b11593fb253c5179a2c8db813782a004856a1653011e93fb6d876c18366dd86' +
      '83f53412c0c180f9c848592d593f8609ca736317d356e13e2bff3a9f59cd9aeb19cd482593d8c46128bb32423b37' +
      'a9adfb482b99453fbe25a41bf6feb4aa0bef5ed24bf73c762978025482c13115e4015aac992e5613a3b5c2f685b8' +
      '4795cb6e9b2656d8c88157e52c42f978d8634c43d06fea928f2822e465aa6576e9bf419384506cc3ce3c54ac1a6f' +
      '67dc66f3b30191e698380bc999b05abce19dc0c6dcc2dd001ec535ba18deb2df1a101023108318c75dc98611a09d' +
      'c48a0acdec676fabdf222f07e026f059b672b56e5cbc8e1d21bbd867dd927212054681d70ea737134cdfce93b6f8' +
      '2ae22423274e58a0821cc5502e2d0ab4585e94de6975be5e0b4efce51cd3e70c25a1fbbbd609d273ad5b0d59631c' +
      '531f6a0a57b9',
  },
  {
    source: 'NIST CAVP XTSGenAES256, 256 bits, count 1',
    key:
      '1ea661c58d943a0e4801e42f4b0947149e7f9f8e3e68d0c7505210bd311a0e7c' +
      'd6e13ffdf2418d8d1911c004cda58da3d619b7e2b9141e58318eea392cf41b08',
    sector: 0x6475f8a9848e42f0d24a462726d9f8adn,
    plain: '2eedea52cd8215e1acc647e810bbc3642e87287f8d2e57e36c0a24fbc12a202e',
    cipher: 'cbaad0e2f6cea3f50b37f934d46a9b130b9d54f07e34f36af793e86f73c6d7db',
  },
  {
    source: 'NIST CAVP XTSGenAES256, 256 bits, count 2',
    key:
      'e149be00177d76b7c1d85bcbb6b5054ee10b9f51cd73f59e0840628b9e7d854e' +
      '2e1c0ab0537186a2a7c314bbc5eb23b6876a26bcdbf9e6b758d1cae053c2f278',
    sector: 0x019534614eabcab18952b9fa1888a10en,
    plain: 'f5f101d8e3a7681b1ddb21bd2826b24e32990bca49b39291b5369a9bca277d75',
    cipher: '5bf2479393cc673306fbb15e72600598e33d4d8a470727ce098730fd80afa959',
  },
];

const wrappingKey = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const wrappedData = '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f';

/** One wrapped key, of KW or of KWP. */
type WrapVector = { source: string; wrappingKey: string; key: string; wrapped: string };

/** KW. */
export const wrapVectors: readonly WrapVector[] = [
  {
    source: 'RFC 3394 section 4.1',
    wrappingKey: wrappingKey.slice(0, 32),
    key: wrappedData.slice(0, 32),
    wrapped: '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5',
  },
  {
    source: 'RFC 3394 section 4.2',
    wrappingKey: wrappingKey.slice(0, 48),
    key: wrappedData.slice(0, 32),
    wrapped: '96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d',
  },
  {
    source: 'RFC 3394 section 4.3',
    wrappingKey,
    key: wrappedData.slice(0, 32),
    wrapped: '64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7',
  },
  {
    source: 'RFC 3394 section 4.4',
    wrappingKey: wrappingKey.slice(0, 48),
    key: wrappedData.slice(0, 48),
    wrapped: '031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2',
  },
  {
    source: 'RFC 3394 section 4.5',
    wrappingKey,
    key: wrappedData.slice(0, 48),
    wrapped: 'a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1',
  },
  {
    source: 'RFC 3394 section 4.6',
    wrappingKey,
    key: wrappedData,
    wrapped: '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21',
  },
];

/** KWP. */
export const paddedWrapVectors: readonly WrapVector[] = [
  {
    source: 'RFC 5649 section 6, 20 octets',
    wrappingKey: '5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8',
    key: 'c37b7e6492584340bed12207808941155068f738',
    wrapped: '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a',
  },
  {
    source: 'RFC 5649 section 6, 7 octets',
    wrappingKey: '5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8',
    key: '466f7250617369',
    wrapped: 'afbeb0f07dfbf5419200f2ccb50bb24f',
  },
];

/** HKDF-SHA-256. */
export const hkdfVectors: readonly {
  source: string;
  key: string;
  salt: string;
  info: string;
  out: string;
}[] = [
  {
    source: 'RFC 5869 appendix A.1',
    key: '0b'.repeat(22),
    salt: '000102030405060708090a0b0c',
    info: 'f0f1f2f3f4f5f6f7f8f9',
    out: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  },
  {
    source: 'RFC 5869 appendix A.2',
    key: counting.slice(0, 160),
    salt: counting.slice(192, 352),
    info: counting.slice(352, 512),
    out:
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
      'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  },
  {
    source: 'RFC 5869 appendix A.3',
    key: '0b'.repeat(22),
    salt: '',
    info: '',
    out: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  },
];

/** PBKDF2-HMAC-SHA-256. */
export const pbkdf2Vectors: readonly {
  source: string;
  password: string;
  salt: string;
  iterations: number;
  out: string;
}[] = [
  {
    source: 'RFC 7914 section 11, first',
    password: 'passwd',
    salt: 'salt',
    iterations: 1,
    out:
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
      '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  },
  {
    source: 'RFC 7914 section 11, second',
    password: 'Password',
    salt: 'NaCl',
    iterations: 80_000,
    out:
      '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56' +
      'a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d',
  },
];

const gcmPlain =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
  '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const gcmCipher =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
  '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';

/** AES-256-GCM. */
export const gcmVectors: readonly {
  source: string;
  key: string;
  nonce: string;
  plain: string;
  additional: string;
  sealed: string;
}[] = [
  {
    source: 'McGrew and Viega, The Galois/Counter Mode of Operation, test case 13',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    plain: '',
    additional: '',
    sealed: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    source: 'the same, test case 14',
    key: '00'.repeat(32),
    nonce: '00'.repeat(12),
    plain: '00'.repeat(16),
    additional: '',
    sealed: 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    source: 'the same, test case 15',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    plain: gcmPlain,
    additional: '',
    sealed: `${gcmCipher}b094dac5d93471bdec1a502270e3cc6c`,
  },
  {
    source: 'the same, test case 16',
    key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
    nonce: 'cafebabefacedbaddecaf888',
    plain: gcmPlain.slice(0, 120),
    additional: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    sealed: `${gcmCipher.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`,
  },
];

/** SHA-256. */
export const sha256Vectors: readonly { source: string; text: string; out: string }[] = [
  {
    source: 'NIST FIPS 180-4 examples, one block',
    text: 'abc',
    out: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  },
  {
    source: 'NIST FIPS 180-4 examples, two blocks',
    text: 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    out: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  },
];
