/**
 * Whether anything can be sealed to an X25519 key. To a point of small order nothing can: every agreement with it is zero, and
 * platforms refuse it (RFC 7748 §6.1, RFC 9180 §7.1.4). A ring whose epoch must be boxed to such a key could never be renewed.
 */
import { fromHex } from '#crypto/bytes.ts';

/** Every u-coordinate of small order on the curve and its twist, also as p, p+1 above the modulus; the top bit does not count. */
const smallOrder = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'
].map(fromHex);

export function canBeSealedTo(kem: Uint8Array): boolean {
	return !smallOrder.some((point) => point.every((byte, i) => byte === (i === 31 ? (kem[i] as number) & 0x7f : kem[i])));
}
