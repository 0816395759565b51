import type { Category } from '@/api/shapes'

const COLORS: Record<Category, string> = {
  backlog: 'var(--rx-palette-token-textFaint)',
  unstarted: 'var(--rx-palette-token-textMuted)',
  started: 'var(--rx-palette-token-warning)',
  done: 'var(--rx-palette-token-success)',
  cancelled: 'var(--rx-palette-token-textFaint)'
}

/** How far a task is, as a ring that fills. Stands beside the name of the status and says nothing of its own. */
export function StatusSign({ category, part = 0.5, size = 14 }: { category: Category; part?: number; size?: number }) {
  const color = COLORS[category]
  const around = 2 * Math.PI * 2
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden style={{ flex: 'none', color }}>
      {category === 'done' || category === 'cancelled' ? (
        <>
          <circle cx="7" cy="7" r="6" fill="currentColor" />
          <path d={category === 'done' ? 'M4.2 7.2 6.2 9.1 9.9 5.2' : 'M5 5l4 4M9 5l-4 4'} fill="none" stroke="var(--rx-palette-token-ground)" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
        </>
      ) : (
        <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray={category === 'backlog' ? '1.6 1.7' : undefined} />
      )}
      {category === 'started' && (
        <circle cx="7" cy="7" r="2" fill="none" stroke="currentColor" strokeWidth="4" strokeDasharray={`${around * part} ${around}`} transform="rotate(-90 7 7)" />
      )}
    </svg>
  )
}
