/** The name under which one tab or worker at a time keeps what /predict answers from for a project. */
export function answersLock(project: string): string {
	return `likely answers ${project}`;
}
