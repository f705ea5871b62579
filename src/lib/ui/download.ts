/** Hands a file to the visitor. */
export function download(name: string, content: Blob | string, type = 'text/csv;charset=utf-8'): void {
	const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
