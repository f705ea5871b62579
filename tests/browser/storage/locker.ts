import { openStorage } from '../../../src/lib/browser/storage/open.js';

/** Sets or removes a passphrase, until it is killed or done. */
onmessage = async (event: MessageEvent<{ name: string; remove: boolean; passphrase: string }>) => {
	const { name, remove, passphrase } = event.data;
	const { lock } = await openStorage(name);
	postMessage('begun');
	if (remove) await lock.remove(passphrase);
	else await lock.set(passphrase);
	postMessage('done');
};
