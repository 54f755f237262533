/** A length of time as players write it: 0:07, 3:00, 1:02:30. @param seconds not negative */
export function clock(seconds: number): string {
	const whole = Math.floor(seconds);
	const two = (n: number): string => String(n % 60).padStart(2, '0');
	return whole < 3600 ? `${Math.floor(whole / 60)}:${two(whole)}` : `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60))}:${two(whole)}`;
}
