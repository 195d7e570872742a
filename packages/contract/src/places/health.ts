// Hospitals and clinics.

import { atBusStop, nearBusStop, onOpenMap, type PlaceRow } from './row.ts';

// biome-ignore format: one place per line reads as the table it is
export const health: readonly PlaceRow[] = [
  ['Rotunda Hospital', 'Parnell Square', 'D01', 53.3526, -6.2634, nearBusStop('Parnell Square West')],
  ['Royal Victoria Eye and Ear Hospital', 'Adelaide Road', 'D02', 53.3327, -6.256, onOpenMap],
  ['National Maternity Hospital', 'Holles Street', 'D02', 53.3398, -6.2463, onOpenMap],
  ['Dublin Dental University Hospital', 'Lincoln Place', 'D02', 53.3422, -6.2519, onOpenMap],
  ["St Joseph's Hospital, Raheny", 'Springdale Road', 'D05', 53.3836, -6.1839, atBusStop('St Josephs Hospital')],
  ['Mater Misericordiae University Hospital', 'Eccles Street', 'D07', 53.3594, -6.2668, nearBusStop('Mater Hospital')],
  ['Beaumont Hospital', 'Beaumont Road', 'D09', 53.3903, -6.2237, nearBusStop('Beaumont Hospital')],
  ['Highfield Hospital', 'Swords Road, Whitehall', 'D09', 53.3796, -6.2467, atBusStop('Highfield Hospital')],
  ['Cappagh National Orthopaedic Hospital', 'Cappagh Road, Finglas', 'D11', 53.3935, -6.3237, atBusStop('Cappagh Hospital')],
  ['Connolly Hospital', 'Mill Road, Blanchardstown', 'D15', 53.384, -6.3652, atBusStop('Connolly Hospital')],
  ["St Joseph's Hospital, Clonsilla", 'Clonsilla Road', 'D15', 53.3866, -6.4281, atBusStop("St Joseph's Hospital")],
  ["St Vincent's University Hospital", 'Elm Park', 'D04', 53.317, -6.2125, nearBusStop("St Vincent's Hosp")],
  ['Royal Hospital Donnybrook', 'Morehampton Road', 'D04', 53.3264, -6.2426, atBusStop('Royal Hospital')],
  ['Clonskeagh Hospital', 'Clonskeagh Road', 'D06', 53.3166, -6.2384, atBusStop('Clonskeagh Hospital')],
  ["St James's Hospital", "James's Street", 'D08', 53.3395, -6.295, onOpenMap],
  ["St Patrick's University Hospital", "James's Street", 'D08', 53.3446, -6.2917, onOpenMap],
  ['Coombe Hospital', 'Cork Street', 'D08', 53.335, -6.2893, nearBusStop('Coombe Hospital')],
  ['Cherry Orchard Hospital', 'Ballyfermot Road', 'D10', 53.3446, -6.377, atBusStop('Cherry Orchard Hosp')],
  ["Children's Health Ireland at Crumlin", 'Cooley Road', 'D12', 53.325, -6.3194, atBusStop('Crumlin Hospital')],
  ["St Mary's Hospital, Phoenix Park", 'Chapelizod Road', 'D20', 53.3467, -6.3376, atBusStop("St Mary's Hospital")],
  ['Hermitage Clinic', 'Old Lucan Road', 'D20', 53.3578, -6.4052, atBusStop('Hermitage Clinic')],
  ['Mount Carmel Community Hospital', 'Braemor Park, Churchtown', 'D14', 53.3045, -6.2638, atBusStop('Mount Carmel Hosp')],
  ['Bloomfield Hospital', 'Stocking Lane, Rathfarnham', 'D16', 53.2719, -6.3058, onOpenMap],
  ["St Columcille's Hospital", 'Loughlinstown', 'D18', 53.2429, -6.1306, atBusStop("St Columcille's Hosp")],
  ['Peamount Hospital', 'Peamount Road, Newcastle', 'D22', 53.3157, -6.4802, atBusStop('Peamount Hospital')],
  ['Tallaght University Hospital', 'Belgard Square North, Tallaght', 'D24', 53.291, -6.3782, onOpenMap],
  ['Blackrock Clinic', 'Rock Road, Blackrock', 'A94', 53.3047, -6.1868, nearBusStop('Blackrock Clinic')],
  ["St Michael's Hospital", "George's Street Lower, Dún Laoghaire", 'A96', 53.2936, -6.1392, atBusStop("St Michael's Hosp")],
  ['National Rehabilitation Hospital', 'Rochestown Avenue', 'A96', 53.276, -6.1517, atBusStop('National Rehab Hosp')],
];
