import { ownRequests } from '../privacy/requests.js';
import { whatStops } from '../privacy/violation.js';
import type { OpenLock } from '../storage/port.js';
import { TrainingService } from './training.js';

/** The part of the engine that keeps what is stored to itself, and shows that nothing leaves. */
export abstract class PrivateService extends TrainingService {
	async unlock(passphrase: string) {
		return (await this.storage).lock.unlock(passphrase);
	}

	async adoptLock(open: OpenLock) {
		(await this.storage).lock.adopt(open);
	}

	async setPassphrase(passphrase: string) {
		return (await this.storage).lock.set(passphrase);
	}

	async changePassphrase(passphrase: string, next: string) {
		await (await this.storage).lock.change(passphrase, next);
	}

	async removePassphrase(passphrase: string) {
		await (await this.storage).lock.remove(passphrase);
	}

	async requests() {
		return ownRequests('worker');
	}

	trySend(host: string) {
		return whatStops(host, () => fetch(`https://${host}/hello`, { method: 'POST', mode: 'no-cors', body: 'hello' }));
	}
}
