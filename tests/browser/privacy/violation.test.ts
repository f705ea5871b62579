import { describe, expect, it } from 'vitest';
import { whatStops } from '../../../src/lib/browser/privacy/violation.js';

/** Tells of a violation as a browser does. */
function tell(blockedURI: string, effectiveDirective: string): void {
	const told = { blockedURI, effectiveDirective, documentURI: '', violatedDirective: effectiveDirective, originalPolicy: '', disposition: 'enforce' as const, statusCode: 0 };
	dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', told));
}

describe('what stops an attempt', () => {
	it('is what the browser says of its own host, not what it says late of a script that was tried before', async () => {
		const script = whatStops('script.test', () => {
			throw new TypeError("This document requires 'TrustedScriptURL' assignment.");
		});
		expect(await script).toBe('require-trusted-types-for');
		const frame = whatStops('frame.test', () => undefined);
		tell('trusted-types-sink', 'require-trusted-types-for');
		tell('https://frame.test', 'frame-src');
		expect(await frame).toBe('frame-src');
	});

	it('is Trusted Types, too, where the error does not say so', async () => {
		const script = whatStops('script.test', () => {
			throw new Error('no');
		});
		tell('trusted-types-sink', 'require-trusted-types-for');
		expect(await script).toBe('require-trusted-types-for');
	});
});
