/** Everything a person can do, by name. What runs in the worker; pages ask for it through ask.ts. */
import { drawArchiveWords, makeArchive, stopArchive } from './archive.ts';
import { closeInvitation, invite } from './invite.ts';
import { comeIn } from './come-in.ts';
import { answerWords, drawWords, letIn, suggestWords } from './compare.ts';
import { answerPlace, checkPlace, doubtPlace, drawPlace, settleDoubt } from './compare-place.ts';
import { encloseFilm, enclosePicture, holdSending, putBack } from './enclose.ts';
import { addPasskey, comeByDoor, keepSafe, makeDoor, removeDoor, renameDoor, showDoor } from './doors.ts';
import { entrust, makeParent } from './entrust.ts';
import { eraseCircle, letGo, moveTo } from './going-out.ts';
import { eraseMyself, leave } from './leave.ts';
import { here, lockAfter, lockNow } from './lock.ts';
import { askedDays, showDay } from './anniversaries.ts';
import { changeThis, keepThis, readKeep, sayOfChild, tie } from './keep.ts';
import { answerProposal, letRest, propose, putAwayDraft, withdraw } from './ready.ts';
import { layAside } from './lay-aside.ts';
import { keepDraft, readDraft } from './drafts.ts';
import { acceptPerson, handOver, linkWords, readLink, showLink, takeOver } from './link-device.ts';
import { askForNotices, endNotices, lookAt, pushKey } from './notices.ts';
import { goTo, leaveReading, showBackTo, showEarlier, wake } from './look.ts';
import { openFile, openTicket } from './open-file.ts';
import { openInvitation } from './open-invitation.ts';
import { answer, correct, nameChild, nameCircle, rename, retell, setPrayers, takeBack, tellNews } from './say.ts';
import { search } from './search.ts';
import { signOutOthers } from './sign-out.ts';
import { start } from './start.ts';
import type { Home } from './home.ts';

export const verbs = {
	start,
	openInvitation,
	comeIn,
	answerWords,
	drawWords,
	letIn,
	suggestWords: (_: Home, args: Parameters<typeof suggestWords>[0]) => suggestWords(args),
	drawPlace,
	answerPlace,
	checkPlace,
	doubtPlace,
	settleDoubt,
	invite,
	closeInvitation,
	letGo,
	moveTo,
	eraseCircle,
	entrust,
	leave,
	eraseMyself,
	makeParent,
	layAside,
	signOutOthers,
	makeDoor,
	addPasskey,
	showDoor,
	keepSafe,
	renameDoor,
	removeDoor,
	comeByDoor,
	drawArchiveWords,
	makeArchive,
	stopArchive,
	lockNow,
	lockAfter,
	here,
	showLink,
	readLink,
	linkWords,
	handOver,
	takeOver,
	acceptPerson,
	enclosePicture,
	encloseFilm,
	openTicket,
	putBack,
	openFile,
	holdSending,
	tellNews,
	answer,
	correct,
	takeBack,
	retell,
	setPrayers,
	rename,
	nameChild,
	nameCircle,
	keepThis,
	changeThis,
	sayOfChild,
	tie,
	readKeep,
	search,
	letRest,
	putAwayDraft,
	propose,
	withdraw,
	answerProposal,
	showDay,
	askedDays,
	pushKey,
	askForNotices,
	endNotices,
	lookAt,
	keepDraft,
	readDraft,
	goTo,
	showEarlier,
	showBackTo,
	leaveReading,
	wake
} as const satisfies Record<string, (home: Home, args: never) => Promise<unknown>>;

export type Verb = keyof typeof verbs;
export type VerbArgs<V extends Verb> = Parameters<(typeof verbs)[V]>[1];
export type VerbResult<V extends Verb> = Awaited<ReturnType<(typeof verbs)[V]>>;
