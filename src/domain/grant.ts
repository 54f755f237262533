/** What parents can ask of someone: to speak for them, to see to the help. Words, no keys. In the order of their numbers on the wire. */
export const grants = ['spokesperson', 'helper-in-chief'] as const;
export type Grant = (typeof grants)[number];
