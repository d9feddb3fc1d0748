/** Outlines of the interface icons on a 24 × 24 grid, drawn with a 2-unit round stroke. */
export const icons = {
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v5M12 7.6v.01',
  success: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8 12.4l2.8 2.8L16.2 9.4',
  warning: 'M12 4L2.8 20h18.4zM12 10v4.4M12 17v.01',
  error: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.8v5M12 16v.01',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.4 15.4L20.5 20.5',
  menu: 'M4 7c4-3 6 3 10 0s5-1 6-.6M4 12.4c4-3 6 3 10 0s5-1 6-.6M4 17.8c4-3 6 3 10 0s5-1 6-.6',
  previous: 'M15 5l-7 7l7 7',
  next: 'M9 5l7 7l-7 7',
  check: 'M5 12.6l4.6 4.6L19 7.4',
  place:
    'M12 21c-4-5-6.5-8-6.5-11.4a6.5 6.5 0 0 1 13 0C18.5 13 16 16 12 21M12 7.6a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4',
  people:
    'M9 4.5a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 0 0 0-6.4M3 19.5c0-4 2.4-6 6-6s6 2 6 6M15.6 5a3 3 0 0 1 0 5.6M17.4 14c2.3.6 3.6 2.4 3.6 5.5',
  date: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4',
  edit: 'M4 20l1-4.6L16.4 4l3.6 3.6L8.6 19z',
  history: 'M4.5 8.5A8.3 8.3 0 1 1 4 13M4.2 4v4.6h4.6M12 8v4.6l3 2',
  undo: 'M8.5 5L4 9.5L8.5 14M4.5 9.5H14a5.2 5.2 0 0 1 0 10.4H9',
  download: 'M12 4v11M7 10.5l5 5l5-5M4.5 20h15',
  link: 'M10 14.2a4 4 0 0 1 0-5.6l3-3a4 4 0 0 1 5.6 5.6l-1.6 1.6M14 9.8a4 4 0 0 1 0 5.6l-3 3a4 4 0 0 1-5.6-5.6L7 11.2',
  add: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
} as const;

export type IconName = keyof typeof icons;
