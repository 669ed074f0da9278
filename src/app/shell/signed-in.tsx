import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { followAccountLanguage } from '#src/app/messages/language.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { type Me, type Session, useMe, useSession } from '#src/client/session.ts'
import { Failed, Skeleton } from '#src/ui/states.tsx'

// Seen once in a while; whoever is signed in does not wait for it.
const SignIn = lazy(() => import('./sign-in.tsx').then(({ SignIn }) => ({ default: SignIn })))

type SignedInProps = { hint: string; forget?: () => Promise<void>; children: (me: Me, session: Session) => ReactNode }

/** Shows the app to who is signed in, and the sign-in to everybody else, at whatever address they came. */
export function SignedIn({ hint, forget, children }: SignedInProps) {
  const { me, error, retry } = useMe()
  const session = useSession(forget)
  const failureWords = useFailureWords()
  useEffect(() => {
    if (me) void followAccountLanguage(me.language)
  }, [me])
  if (error) return <Failed {...failureWords(error)} onRetry={retry} />
  if (me === undefined) return <Skeleton lines={3} />
  if (me === null) {
    return (
      <Suspense fallback={<Skeleton lines={3} />}>
        <SignIn session={session} hint={hint} />
      </Suspense>
    )
  }
  return children(me, session)
}
