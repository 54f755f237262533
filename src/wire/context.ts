/**
 * NOTE context separation. Every signature, HKDF, AEAD and HPKE call is bound to CBOR ['kvar/1', purpose, …what it is about],
 * so that bytes made for one purpose, circle, ring, epoch or id mean nothing for another.
 */
import { encodeCbor, type Cbor } from './cbor.ts';

export type Purpose =
	| 'entry' // an entry's signature: circleId, ring
	| 'entry-key' // the key one entry is sealed under: circleId, ring, epoch, entryId
	| 'yes' // a parent’s yes to what the other says: circleId, ring, entryId
	| 'control' // a control entry's signature: circleId (empty for genesis)
	| 'join' // a new member's root vouching for its keys: circleId, inviteId
	| 'roll' // a member's next root vouching for itself: circleId, memberId, root, kem
	| 'box' // a ring key sealed to someone: circleId, ring, epoch, recipient id
	| 'commitment' // what a ring key is known by: circleId, ring, epoch
	| 'prev-edge' // the former epoch's key under the new: circleId, ring, epoch of the new
	| 'ring-head' // where a ring log's head begins: circleId, ring
	| 'invitation' // what an invitation's secret gives: which part
	| 'beacon' // how far a device has read: circleId, ring, epoch, deviceId
	| 'card' // an invitation's card, sealed and signed: circleId, inviteId
	| 'join-name' // the name a joiner says, sealed under the card key: circleId, inviteId, memberId
	| 'login' // opening a session: origin, circleId
	| 'compare' // words compared aloud: what is compared
	| 'root' // what an identity's root gives: which part
	| 'member' // what a member's seed gives: which part
	| 'door' // what a door's secret gives: kind, which part
	| 'door-plate' // whose a door is: door id
	| 'door-box' // where a door leads: door id
	| 'link' // what the secret between two devices of one person gives: which part
	| 'link-ask' // a new device's key, to the one that is in: where it lies
	| 'link-hand' // who one is, to one's new device: where it lies
	| 'lock' // this device's store, to a door while it is locked: door id
	| 'seed' // what a key held on this device follows from, at rest: device id or root
	| 'rest'; // this device's own store: which table, which row

export const context = (purpose: Purpose, ...about: Cbor[]): Uint8Array<ArrayBuffer> => encodeCbor(['kvar/1', purpose, ...about]);
