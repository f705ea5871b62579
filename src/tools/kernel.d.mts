/** The kernel as the module that core imports, compiled afresh. */
export function compileKernel(): Promise<string>;
