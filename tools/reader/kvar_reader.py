#!/usr/bin/env python3
"""Reads a raw export of a Kvar circle, holds it against docs/protocol.md ("the page"; words in quotes below are its sections), and prints
what was said: one JSON object a line, a summary last. Usage: kvar_reader.py export.cbor, or - for standard input. Needs Python 3.11 with
python3-cbor2 and python3-cryptography. Exit code 0: all that is checked holds. 1: some does not, stderr says what. 2: called wrongly.
CBOR: RFC 8949 §4.2.1. COSE_Sign1, Enc_structure: RFC 9052 §4.2, §4.4, §5.3. Ed25519: RFC 8032. HKDF-SHA256: RFC 5869. AES-256-GCM.
LEFT TO KVAR, which refuses more: boxes and edges (whose, of which epoch, what is in them), so also invitations with a key that is due; kems of
small order; numbers of members and devices; grants; a yes inside an entry; forms of bodies, but of what is used here. Kvar reads on where this
does not: what a device wrote after an envelope of a newer version (here `left-out`), bodies of a person's own log (here `newer-version`)."""
import cbor2, collections, copy, hashlib, hmac, io, json, signal, sys, types
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
class Refused(Exception): """Its text is a code of the page."""
def need(**holds):  # what must hold, in this order, each by the code of its refusal
	for code, one in holds.items():
		if not one: raise Refused(code.replace("_", "-"))
# "CBOR": read, look for what is not allowed, write again, compare. cbor2 writes a map in the order it was read in: that is looked at here.
def is_allowed(value, depth=0):
	if type(value) is dict: return sorted(value, key=cbor2.dumps) == [*value] and is_allowed([*value, *value.values()], depth)
	if type(value) is list: return depth <= 16 and all(is_allowed(one, depth + 1) for one in value)
	in_range = type(value) is int and abs(value) < 2**53 or type(value) is str and not value.startswith("\ufeff")
	return depth <= 16 and (in_range or type(value) in (bool, bytes, NULL))
def items_of(data, form=object):
	stream, at = io.BytesIO(data), 0
	while at < len(data):
		try:
			stream.seek(at)
			written = cbor2.dumps(item := cbor2.load(stream))
			need(malformed=is_allowed(item) and data.startswith(written, at) and fits(item, form))
		except Exception: raise Refused("malformed") from None  # cbor2 knows many tags, and each fails in its own way
		yield item
		at += len(written)
def read(data, code="malformed"):
	try: [item] = items_of(data)
	except (Refused, ValueError): raise Refused(code) from None
	return item
def fits(value, form):  # n are n bytes, a range is an integer in it, [a, b] an array of these, [a, ...] of many a, (a, b) either
	if type(form) is list and form[1:] == [...]: return type(value) is list and all(fits(one, form[0]) for one in value)
	if type(form) is list: return type(value) is list and len(value) == len(form) and all(map(fits, value, form))
	if type(form) is tuple: return any(fits(value, one) for one in form)
	if type(form) is range: return type(value) is int and value in form
	if type(form) is int: return type(value) is bytes and len(value) == form
	return value == form if type(form) is str else form is object or type(value) is form
ZERO, ONE, TWO, N, POSITIVE, RING, NULL = range(1), range(1, 2), range(2, 3), range(2**53), range(1, 2**53), range(3), type(None)
RINGS, US, ALL = ("us", "close", "all"), 0, 2
PROTECTED = cbor2.dumps({1: -19})  # "Signatures", "Contexts", "Newer versions"
def sha256(data): return hashlib.sha256(data).digest()
def context(purpose, *about): return cbor2.dumps(["kvar/1", purpose, *about])
def hkdf(key, salt, info): return hmac.digest(hmac.digest(salt, key, "sha256"), info + b"\x01", "sha256")  # 32 bytes are one block
def is_signed(key, signature, statement):
	try: return Ed25519PublicKey.from_public_bytes(key).verify(signature, statement) is None
	except Exception: return False  # no key, no signature, or not of this
def read_signed(message, form, code):  # payload, its bytes, and by whose key it is signed; `code` is for what is newer
	need(malformed=fits(parts := read(message), [object, object, bytes, object]))
	payload = read(parts[2])
	if parts[:2] == [PROTECTED, {}] and fits(parts[3], 64) and fits(payload, form):
		return payload, parts[2], lambda key, about: is_signed(key, parts[3], cbor2.dumps(["Signature1", PROTECTED, about, parts[2]]))
	header = payload[0] if fits(payload, list) and fits(payload[:1], [list]) else payload
	raise Refused(code if fits(header, list) and fits(header[:2], [POSITIVE, POSITIVE]) and max(header[:2]) > 1 else "malformed")
# "Control log", "Control kinds", "Authority".
CONTROL = [ONE, ONE, bytes, N, 32, N, N, ([], [ZERO, 16], [ONE, 16, 16], [TWO, 16]), list]
KINDS = {0: ("genesis", [16, 32, 32]), 1: ("invite", [16, 32, 32, RING, N, bool, bool, object]), 2: ("revoke-invite", [16]),
	3: ("join", [32, 32, 32, bytes, 64, object]), 4: ("admit", [16, list]), 5: ("ring", [16, RING, list]), 6: ("remove", [16]),
	7: ("device+", [32]), 8: ("device-", [[16, ...], 32, 32, 64, list]), 9: ("replace", [16, 16, list]), 10: ("grant+", [16, N]),
	11: ("grant-", [16, N]), 12: ("parent+", [16]), 13: ("epoch", [RING, N, 32, object, list]), 15: ("erase-circle", [bool])}
Device = collections.namedtuple("Device", "member key ended")
Member = collections.namedtuple("Member", "id root kem ring link standing parent")
Link = collections.namedtuple("Link", "id key kem ring uses compare parent by used revoked")
def is_open(link): return not link.revoked and (link.uses == 0 or link.used < link.uses)
class Circle(types.SimpleNamespace):  # who is in after the first n control entries; the next is a copy, changed
	def after(self, message):
		(_, _, id, n, prev, _, number, author, body), payload, is_by = read_signed(message, CONTROL, "unknown-kind")
		kind, form = KINDS.get(number, (None, None))
		need(unknown_kind=kind, malformed=fits(body, form), wrong_number=n == self.n)
		need(wrong_circle=id == self.id, wrong_predecessor=prev == self.head)
		need(wrong_signature=is_by(self.authority(kind, author, body), context("control", id)), erased=not self.n or self.parents() - self.yes)
		after = Circle(**{name: copy.copy(value) for name, value in vars(self).items()})
		after.change(kind, author[1] if author else None, body)
		after.n, after.id, after.head = n + 1, self.id or sha256(payload), sha256(message)
		after.due |= {ring for ring in RING if not self.entitled(ring) <= after.entitled(ring)}
		return after
	def authority(self, kind, author, body):  # whose key must have signed it
		need(wrong_state=(kind == "genesis") == (self.n == 0))
		need(no_authority=author[:1] == {"genesis": [], "join": [2], "device+": [0], "device-": [0]}.get(kind, [1]))
		if kind == "genesis": return body[1]
		by, *device = author[1:]
		need(not_open=kind != "join" or by in self.links, no_authority=kind == "join" or self.reaches(by, ALL))
		if not device: return self.links[by].key if kind == "join" else self.members[by].root
		may = self.reaches(by, body[0]) if kind == "epoch" else by in self.parents() or kind == "remove" and body[0] == by
		need(no_authority=self.writer(*device) == by and may)
		return self.devices[device[0]].key
	def entitled(self, ring):  # all of them can open its key: so it is due once one of them is not entitled any more
		links = {(one.id, one.kem) for one in self.links.values() if ring == ALL and not one.compare and is_open(one)}
		return links | {(one.id, one.kem) for one in self.members.values() if self.reaches(one.id, ring)}
	def reaches(self, id, ring): return id in self.members and self.members[id].standing == "in" and self.members[id].ring <= ring
	def writer(self, device): return self.devices[device].member if device in self.devices and not self.devices[device].ended else None
	def parents(self): return {id for id, one in self.members.items() if one.standing == "in" and one.parent}
	def standing(self, one): return "refused" if one.standing == "waiting" and self.links[one.link].revoked else one.standing
	def put(self, one, **changes): self.members[one.id] = one._replace(**changes)
	def new(self, key, *others):
		need(seen_before=not any(sha256(key)[:16] in ids for ids in others)); return sha256(key)[:16]
	def change(self, kind, by, body):  # what does not meet the condition of its case is refused at the end
		one = self.members.get(body[0]) if kind in ("admit", "ring", "remove", "replace", "parent+") else None
		match kind, one and self.standing(one), body:
			case "genesis", _, [_, root, kem]: self.put(Member(self.new(root), root, kem, US, None, "in", True))
			case "invite", _, [id, key, kem, ring, uses, compare, parent, _] if (uses == 1 if compare else ring == ALL) and not (parent and ring):
				need(seen_before=id not in self.links and id not in self.members)
				self.links[id] = Link(id, key, kem, ring, uses, compare, parent, by, 0, False)
			case "revoke-invite", _, [id]:
				need(not_open=id in self.links and not self.links[id].revoked); self.links[id] = self.links[id]._replace(revoked=True)
			case "join", _, [root, kem, device, name, signature, _]:
				link, statement = self.links[by], context("join", self.id, by, root, kem, device, name)
				need(wrong_signature=is_signed(root, signature, statement), not_open=is_open(link))
				self.put(Member(id := self.new(root, self.members, self.links, self.rolled), root, kem, link.ring, by, ("in", "waiting")[link.compare], False))
				self.devices[self.new(device, self.devices)], self.links[by] = Device(id, device, False), link._replace(used=link.used + 1)
			case "admit", "waiting", [id, _]: self.put(one, standing="in", parent=self.links[one.link].parent)
			case "ring", "in", [id, ring, _] if not one.parent and ring != one.ring: self.put(one, ring=ring)
			case "remove", "in", [id] if not one.parent or id == by and len(self.parents()) > 1:
				self.put(one, standing="removed"); one.parent and self.yes.clear()
				closed = {link.id for link in self.links.values() if link.by == id or not link.compare and link.uses != 1} | {one.link}
				self.links |= {id: link._replace(revoked=True) for id, link in self.links.items() if id in closed and is_open(link)}
			case "device+", _, [key]: self.devices[self.new(key, self.devices)] = Device(by, key, False)
			case "device-", _, [ids, root, kem, signature, _] if all(self.writer(id) == by for id in ids) and len(ids) == len(set(ids)):
				need(wrong_signature=is_signed(root, signature, context("roll", self.id, by, root, kem)))
				self.rolled.add(self.new(root, self.members, self.links, self.rolled)); self.put(self.members[by], root=root, kem=kem)
				self.devices |= {id: self.devices[id]._replace(ended=True) for id in ids}
			case "replace", "in", [id, other, _] if by != id and (other := self.members.get(other)) and self.standing(other) == "waiting":
				self.put(other, standing="in", ring=one.ring, parent=one.parent); self.put(one, standing="replaced")
			case "grant+" | "grant-", _, _: pass
			case "parent+", "in", [id] if not one.parent and one.ring == US: self.put(one, parent=True)
			case "epoch", _, [ring, epoch, commitment, _, _]:
				need(wrong_epoch=epoch == len(self.epochs[ring]), no_authority=by in self.parents() or ring in self.due)
				self.epochs[ring], self.due = (*self.epochs[ring], commitment), self.due - {ring}
			case "erase-circle", _, [yes] if (by in self.yes) != yes: self.yes ^= {by}
			case _: raise Refused("wrong-state")
NOBODY = Circle(n=0, id=b"", head=bytes(32), members={}, devices={}, links={}, rolled=set(), yes=set(), epochs=[()] * 3, due={*RING})
# "Bodies", "Files": fields of each type, and of what is enclosed. What is secret in them goes no further than `named`.
FIELDS = dict(line.strip().partition(" ")[::2] for line in """announcement text asking;answer to kind text motif;edit target text asking;receipt ;
	retold entry earlier;name text;place text;child text;settings prayers;invitation inviteId label secret form;cut controlN ends;note to text;
	erase target envelope;keepsake child kind text;letter child text;dedication kind members toWords title text link;line to text place;
	moment day height title text;promise text day gave;given kind from day text;thanks mode kinds members words text;changed target content;
	proposal entry toRing content;consent entry hash yes;about-child child says dates;tie promise target tied;2 kind says duration wave sound;
	0 kind says covered width height thumbnail screen original;1 kind says covered width height duration poster film""".split(";"))
FILE, ENCLOSED = [32, 16, N, str], [([ZERO, *[object] * 7], [ONE, *[object] * 7], [TWO, *[object] * 4]), ...]
FORMS = dict.fromkeys("members day kinds yes says dates more".split(), (NULL, str, N, list)) | dict(
	target=16, envelope=32, controlN=N, ends=[[16, N, 32], ...], text=str, content=list, enclosed=(NULL, ENCLOSED))
MAY = {1: [*FIELDS][:-3], 2: (kept := "announcement keepsake letter dedication moment promise given thanks answer".split()) + ["edit"],
	3: [*kept, "line", "note"]}  # what may have a schema
def named(names, values):
	need(cannot_open=fits(values, [FORMS.get(name, (NULL, bool, N, str, bytes, FILE)) for name in names]))
	shown = lambda one: dict(id=one[0], size=one[2], mediaType=one[3]) if fits(one, FILE) else one
	return {name: shown(one) for name, one in zip(names, values) if name != "secret"}
def read_content(kind=None, schema=None, *values):  # its fields by name
	need(cannot_open=fits([kind, schema], [str, N]) and (schema != 2 or values[-1:] != (None,)), newer_version=kind in MAY.get(schema, []))
	said = named(FIELDS[kind].split() + ["enclosed"] * (schema > 1) + ["more"] * (schema == 3), [*values])
	if schema > 1: said["enclosed"] = [named(FIELDS[str(one[0])].split(), one) for one in said["enclosed"] or []]
	if "content" in said: said["content"] = read_content(*said["content"]) | {"type": said["content"][0]}
	return said
def read_body(plain):  # its type, time, and fields by name
	need(cannot_open=fits(body := read(plain, "cannot-open"), list) and fits(body[:3], [str, N, N]))
	return body[0], body[2], read_content(*body[:2], *body[3:])
def unseal(key, h, sealed):  # "Sealing", "Padding"
	once = hkdf(key, h.salt, context("entry-key", h.circleId, h.ring, h.epoch, h.entryId))
	about = cbor2.dumps(["Encrypt0", cbor2.dumps({1: 3}), cbor2.dumps([*h])])
	try: plain = (padded := AESGCM(once).decrypt(bytes(12), sealed, about)).rstrip(b"\0")
	except Exception: raise Refused("cannot-open") from None
	step = 256 if len(plain) <= 256 else 1 << (e := len(plain).bit_length() - 1) - e.bit_length()
	need(cannot_open=plain[-1:] == b"\x80" and len(padded) == -(-len(plain) // step) * step)
	return plain[:-1]
# "The envelope", "Accepting an entry", "Chains". Who is in after control entry n is circles[n + 1].
ENVELOPE = [[ONE, ONE, 32, RING, N, 16, 16, POSITIVE, 32, [32, ...], N, 32, N, 32, 16, 16], 32]
Header = collections.namedtuple("Header", """version suite circleId ring epoch memberId deviceId deviceSeq devicePrev voids
	controlN controlHead seenSeq seenHead entryId salt""")
def read_envelope(circles, ring, envelope):  # its header; whether a parent wrote it; the hash that its body must have
	(header, hash), _, is_by = read_signed(envelope, ENVELOPE, "newer-version")
	h, circle = Header(*header), circles[-1]
	need(wrong_circle=h.circleId == circle.id, wrong_ring=h.ring == ring, control_ahead=h.controlN < circle.n)
	then, device = circles[h.controlN + 1], circle.devices.get(h.deviceId)
	known, same = device and device.member == h.memberId, h.controlHead == then.head
	signed = known and is_by(device.key, context("entry", h.circleId, ring))
	need(not_a_device=same or known, wrong_signature=same or signed, control_fork=same)
	need(not_a_device=then.writer(h.deviceId) == h.memberId, not_in_ring=then.reaches(h.memberId, ring))
	need(wrong_epoch=h.epoch == len(then.epochs[ring]) - 1, epoch_was_due=ring not in then.due, wrong_signature=signed)
	return h, h.memberId in then.parents(), hash
def read_log(circles, ring, keys, entries):
	said, ends, control, heads = [], {}, 0, [sha256(context("ring-head", circles[-1].id, ring))]
	for n, (envelope, sealed) in enumerate(entries, 1):
		said.append(one := types.SimpleNamespace(hash=sha256(envelope), code=None, type=None))
		heads.append(sha256(heads[-1] + one.hash))
		try:
			one.h, one.by_parent, body_hash = h, _, _ = read_envelope(circles, ring, envelope)
			before, (last, prev) = h.deviceSeq - 1 - len(h.voids), ends.get(h.deviceId, (0, bytes(32)))
			need(replayed=h.deviceSeq > last, left_out=before == last or not last and (before < 0 or h.devicePrev == prev))
			need(broken_chain=before == last and h.devicePrev == prev, control_fell=h.controlN >= control)
			need(fork=h.seenSeq < n and (h.seenSeq <= n - 4096 or heads[h.seenSeq] == h.seenHead))  # so many a client knows
			ends[h.deviceId], control = (h.deviceSeq, one.hash), h.controlN
			need(withheld=sealed is not None, wrong_body=sha256(sealed or b"") == body_hash, cannot_open=(ring, h.epoch) in keys)
			one.type, one.time, one.body = read_body(unseal(keys[ring, h.epoch], h, sealed))
		except Refused as refused: one.code = str(refused)
	return settle(circles, ring, said), heads[-1]
def settle(circles, ring, said):  # "Cuts", "Taking back": what entries say of others, once all is read, since they may stand after them
	read = [one for one in said if not one.code]
	cuts = [(one.body["controlN"], *end) for one in read if one.type == "cut" and one.by_parent for end in one.body["ends"]]
	for n, device, seq, hash in cuts:
		shut_out = [circle.reaches(circle.writer(device), ring) for circle in circles[n : n + 2]] == [True, False]
		for one in [one for one in read if shut_out and one.h.deviceId == device and one.h.controlN < n]:
			if one.h.deviceSeq > seq or one.h.deviceSeq == seq and one.hash != hash: one.code = "cut-off"
	taken = {(*one.body.values(), who) for one in read if one.type == "erase" and not one.code for who in (one.h.memberId, one.by_parent)}
	for one in [one for one in said if one.code in (None, "withheld", "wrong-body")]:
		target = (one.h.entryId, one.hash)
		if (*target, one.h.memberId) in taken or (*target, True) in taken and not one.by_parent: one.code = "erased"
	return said
ITEMS = (["kvar-export", ONE, 32, 16], ["control", bytes], ["ring", RING, N, 32], ["key", RING, N, 32],
	["entry", RING, N, bytes, (NULL, bytes)], ["end", N])  # "Archive"
def judge(data, faults):  # what is printed; where the control log is refused, entries are held against what came before that
	items, circles, keys, rings = [], [NOBODY], {}, {}
	def of(*start): return [item[len(start):] for item in items if item[:len(start)] == [*start]]
	try:
		for item in items_of(data, ITEMS): items.append(item)
	except Refused: faults.append(f"Item {len(items)} is cut off, or none of a raw export.")
	try:
		for [entry] in of("control"): circles.append(circles[-1].after(entry))
	except Refused as code: faults.append(f"Control entry {len(circles) - 1} is refused ({code}): nothing after it can be judged.")
	circle = circles[-1]
	order, made = [[form[0] for form in ITEMS].index(item[0]) for item in items], of("kvar-export", 1, circle.id)
	whole = order == sorted(order) and len(made) == order.count(0) == 1 and made[0][0] in circle.members and of("end") == [[len(items) - 1]]
	if not whole: faults.append("The export is cut off, not in order, or not of the circle or by the member that it says.")
	for ring, epoch, key in of("key"):
		if hkdf(key, b"", context("commitment", circle.id, ring, epoch)) in circle.epochs[ring][epoch:][:1]: keys[ring, epoch] = key
		else: faults.append(f"A key of {RINGS[ring]} for epoch {epoch} is not the one that the circle knows (wrong-key).")
	for ring in sorted({item[1] for item in items if item[0] in ("ring", "entry")}):
		name, entries, ends = RINGS[ring], of("entry", ring), of("ring", ring)
		said, head = read_log(circles, ring, keys, [entry[1:] for entry in entries])
		whole = [n for n, *_ in entries] == [*range(1, len(entries) + 1)] and ends == [[len(entries), head]]
		rings[name] = {"entries": len(entries), "head": head, "whole": whole}
		if not whole: faults.append(f"The log of {name} is not the one that the export says: entries are missing, or others.")
		if refused := {one.code for one in said} - {None, "erased"}: faults.append(f"Refused in {name}: {', '.join(sorted(refused))}.")
		for n, one in enumerate(said, 1):
			if one.code: yield dict(ring=name, n=n) | ({"erased": True} if one.code == "erased" else {"refused": one.code})
			else: yield dict(ring=name, n=n, author=one.h.memberId, device=one.h.deviceId, time=one.time, id=one.h.entryId, type=one.type) | one.body
	members = [dict(id=id, ring=RINGS[one.ring], standing=circle.standing(one), parent=one.parent) for id, one in circle.members.items()]
	yield {"verified": not faults, "control": circle.n, "members": members, "rings": rings}
def main(arguments):
	if len(arguments) != 1: return print("Usage: kvar_reader.py export.cbor (or - for standard input)", file=sys.stderr) or 2
	try: data = open(0 if arguments == ["-"] else arguments[0], "rb").read()
	except OSError as error: return print(f"The export cannot be read: {error.strerror}.", file=sys.stderr) or 2
	sys.stdout.reconfigure(encoding="utf-8"); signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever reads what is printed may stop
	for line in judge(data, faults := []): print(json.dumps(line, ensure_ascii=False, default=bytes.hex))
	for sentence in faults: print(sentence, file=sys.stderr)
	return 1 if faults else 0
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
