// These pages are read without JavaScript: nothing of the app is sent with them.
export const csr = false;
