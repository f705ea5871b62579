/** Milliseconds after which an attempt that nothing has stopped counts as not stopped. */
const patience = 2000;

/**
 * Starts an attempt to reach a host and resolves to what stopped it: the directive of the page's policy, the reason why
 * it could not even begin, `failed` where it did not get through and the browser does not say why (WebKit tells a worker
 * nothing), or undefined where nothing did. Works in a page and in a worker.
 */
export function whatStops(host: string, attempt: () => unknown): Promise<string | undefined> {
	return new Promise((resolve) => {
		const settle = (reason: string | undefined) => {
			removeEventListener('securitypolicyviolation', heard);
			clearTimeout(timer);
			resolve(reason);
		};
		const heard = (event: Event) => {
			const { blockedURI, effectiveDirective } = event as SecurityPolicyViolationEvent;
			// Trusted Types name no host, and tell of a script that was tried before only after the next attempt has begun.
			if (blockedURI.includes(host) || (threw && effectiveDirective === 'require-trusted-types-for')) settle(effectiveDirective);
		};
		addEventListener('securitypolicyviolation', heard);
		let failed = false;
		let threw = false;
		const timer = setTimeout(() => settle(failed ? 'failed' : undefined), patience);
		try {
			Promise.resolve(attempt()).catch(() => (failed = true));
		} catch (error) {
			// A text where a trusted address is asked for; anything else is told by the event.
			threw = true;
			if (error instanceof TypeError && /trusted|sink/i.test(error.message)) settle('require-trusted-types-for');
		}
	});
}
