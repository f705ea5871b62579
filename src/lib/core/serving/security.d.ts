export declare const directives: Readonly<Record<string, readonly string[]>>;
export declare const trustedTypes: Readonly<Record<string, readonly string[]>>;
export declare function policyText(policy: Readonly<Record<string, readonly string[]>>): string;
export declare function securityHeaders(page: boolean): Record<string, string>;
