interface ScriptPolicy {
	createScriptURL(address: string): string;
}
interface WithTrustedTypes {
	readonly trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
}

let policy: ScriptPolicy | undefined;

/**
 * The address of a script of our own, in the form that a page asks for which starts no script from mere text (Trusted
 * Types). Any other site's address is refused.
 * @throws TypeError for an address of another origin
 */
export function trustedScript(address: string | URL): string {
	const rules: ScriptPolicy = {
		createScriptURL(text) {
			const { origin } = new URL(text, location.href);
			if (origin !== ownOrigin()) throw new TypeError(`${text} is not a script of this site`);
			return text;
		}
	};
	policy ??= (globalThis as WithTrustedTypes).trustedTypes?.createPolicy('likely-workers', rules) ?? rules;
	return policy.createScriptURL(String(address));
}

/** A worker that was started from a blob has the origin of the page that made the blob. */
function ownOrigin(): string {
	return new URL(location.href).origin;
}
