const STAR = 'M12 2.2l3 6.2 6.8.9-5 4.7 1.3 6.8L12 17.5l-6.1 3.3 1.3-6.8-5-4.7 6.8-.9z'

/** Five stars: those that are certain are full, those still within reach hatched, the others empty. */
export function StarRange({ certain, reachable, label }: { certain: number; reachable: number; label: string }) {
  return (
    <span className="sp-star-range" role="img" aria-label={label}>
      {[1, 2, 3, 4, 5].map((place) => (
        <svg
          key={place}
          viewBox="0 0 24 24"
          width="34"
          height="34"
          aria-hidden="true"
          className={place <= certain ? 'sp-star-certain' : place <= reachable ? 'sp-star-reachable' : 'sp-star-empty'}
        >
          <path d={STAR} strokeWidth="1.4" strokeLinejoin="round" />
        </svg>
      ))}
    </span>
  )
}
