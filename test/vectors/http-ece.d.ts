/** What the tests use of http_ece, which brings no types. */
declare module 'http_ece' {
	interface Params {
		version: 'aes128gcm';
		key: Buffer;
		rs: number;
		salt?: Buffer;
	}
	const ece: { encrypt(plain: Buffer, params: Params): Buffer; decrypt(sealed: Buffer, params: Params): Buffer };
	export default ece;
}
