import type { Screen } from '#src/app/shell/screens.ts'

/** The certification body's desk. */
export const certificationScreens: Screen[] = []
