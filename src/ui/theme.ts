/** Light, dusk, or as the device wishes. Remembered on this device only; the first script of app.html reads it back. */
export type Theme = 'auto' | 'light' | 'dusk';

export function theme(): Theme {
	const set = document.documentElement.dataset['theme'];
	return set === 'light' || set === 'dusk' ? set : 'auto';
}

export function chooseTheme(next: Theme) {
	document.documentElement.dataset['theme'] = next;
	try {
		if (next === 'auto') localStorage.removeItem('kvar-theme');
		else localStorage.setItem('kvar-theme', next);
	} catch {
		// Storage may be closed to us; the choice then lasts as long as the page.
	}
}
