import { describe, expect, it } from 'vitest';
import { appOf } from './in-app.ts';

describe('appOf', () => {
	it('knows a browser inside another app', () => {
		const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
		expect(appOf(`${phone} Instagram 390.0.0.28.85 (iPhone15,2; iOS 18_5; sv_SE)`)).toBe('Instagram');
		expect(appOf(`${phone} [FBAN/FBIOS;FBAV/520.0.0.38.101;FBDV/iPhone15,2]`)).toBe('Facebook');
		expect(appOf('Mozilla/5.0 (Linux; Android 15; wv) Chrome/137.0 Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/510.0.0.1;]')).toBe('Messenger');
		expect(appOf('Mozilla/5.0 (Linux; Android 15; wv) Chrome/137.0 Mobile Safari/537.36 Line/15.8.0/IAB')).toBe('Line');
		expect(appOf(`${phone} musical_ly_39.7.0 BytedanceWebview/d8a21c6`)).toBe('TikTok');
	});

	it('leaves ordinary browsers alone', () => {
		expect(
			appOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1')
		).toBeNull();
		expect(appOf('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36')).toBeNull();
		expect(appOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBeNull();
	});
});
