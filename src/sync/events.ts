/** Server-sent events (HTML Living Standard §9.2.6) out of a stream of bytes: one object an event. */
export interface StreamEvent {
	event: string;
	id: string;
	data: string;
}

/** A stream that says nothing for this long is dead: the server's heartbeat comes every 20 s. */
const silence = 50_000;

export async function* readEvents(stream: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<StreamEvent> {
	const reader = stream.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	let event: StreamEvent = { event: 'message', id: '', data: '' };
	const stop = () => void reader.cancel().catch(() => undefined);
	signal.addEventListener('abort', stop, { once: true });
	try {
		for (;;) {
			const timer = setTimeout(stop, silence);
			const { done, value } = await reader.read().finally(() => clearTimeout(timer));
			if (done) return;
			rest += decoder.decode(value, { stream: true });
			let end = rest.indexOf('\n');
			for (; end >= 0; end = rest.indexOf('\n')) {
				const line = rest.slice(0, end).replace(/\r$/, '');
				rest = rest.slice(end + 1);
				if (line === '') {
					if (event.data !== '' || event.event !== 'message') yield event;
					event = { event: 'message', id: event.id, data: '' };
				} else if (line.startsWith('event: ')) event.event = line.slice(7);
				else if (line.startsWith('id: ')) event.id = line.slice(4);
				else if (line.startsWith('data: ')) event.data += line.slice(6);
			}
		}
	} finally {
		signal.removeEventListener('abort', stop);
		stop();
	}
}
