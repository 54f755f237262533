/** What pages and the service worker have agreed on of quiet notices: under what name the words lie that it says, and the mark by which a page takes one away. */
export const arrivedWords = 'kvar-arrived';
export const arrivedTag = 'arrived';
