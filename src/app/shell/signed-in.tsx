import { type ReactNode, useEffect } from 'react'
import { followAccountLanguage } from '#src/app/messages/language.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { type Me, type Session, useMe, useSession } from '#src/client/session.ts'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { SignIn } from './sign-in.tsx'

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
  if (me === null) return <SignIn session={session} hint={hint} />
  return children(me, session)
}
