/** A family's kernel as the module that core imports, compiled afresh. */
export function compileKernel(family?: 'trees' | 'neural' | 'data'): Promise<string>;
