// Shopping centres and hotels.

import { atBusStop, nearBusStop, nearTramStop, type PlaceRow, unchecked } from './row.ts';

// biome-ignore format: one place per line reads as the table it is
export const shops: readonly PlaceRow[] = [
  ['Jervis Shopping Centre', 'Mary Street', 'D01', 53.3483, -6.2662, nearTramStop('Jervis')],
  ['Ilac Centre', 'Henry Street', 'D01', 53.3497, -6.2641, unchecked],
  ["St Stephen's Green Shopping Centre", "St Stephen's Green West", 'D02', 53.34, -6.2617, nearTramStop("St. Stephen's Green")],
  ['Artane Castle Shopping Centre', 'Kilmore Road', 'D05', 53.3852, -6.2162, atBusStop('Artane Castle')],
  ['Phibsborough Shopping Centre', 'North Circular Road', 'D07', 53.3616, -6.2728, atBusStop('Phibsborough SC')],
  ['Omni Park Shopping Centre', 'Swords Road, Santry', 'D09', 53.3922, -6.247, nearBusStop('Omni Park SC')],
  ['Skylon Hotel', 'Drumcondra Road Upper', 'D09', 53.373, -6.2521, atBusStop('Skylon Hotel')],
  ['IKEA Dublin', "St Margaret's Road, Ballymun", 'D11', 53.4073, -6.278, atBusStop('IKEA')],
  ['Charlestown Shopping Centre', 'Charlestown Place, Finglas', 'D11', 53.403, -6.3041, atBusStop('Charlestown SC')],
  ['Clearwater Shopping Centre', 'Finglas Road', 'D11', 53.3837, -6.2934, atBusStop('Clearwater SC')],
  ['Blanchardstown Centre', 'Blanchardstown Road South', 'D15', 53.3943, -6.3919, atBusStop('Blanchardstown SC')],
  ['Northside Shopping Centre', 'Oscar Traynor Road, Coolock', 'D17', 53.3957, -6.2155, atBusStop('Northside SC')],
  ['Merrion Shopping Centre', 'Merrion Road', 'D04', 53.3191, -6.2134, atBusStop('Merrion Centre')],
  ['Swan Centre', 'Rathmines Road Lower', 'D06', 53.3233, -6.2656, atBusStop('Swan Centre')],
  ['Crumlin Shopping Centre', 'Crumlin Road', 'D12', 53.329, -6.3025, atBusStop('Crumlin SC')],
  ['Dundrum Town Centre', 'Sandyford Road, Dundrum', 'D16', 53.2872, -6.2418, nearBusStop('Dundrum Centre')],
  ['Woodstown Shopping Centre', 'Ballycullen Road, Knocklyon', 'D16', 53.2754, -6.3313, atBusStop('Woodstown SC')],
  ['Liffey Valley Shopping Centre', 'Fonthill Road, Clondalkin', 'D22', 53.3557, -6.392, atBusStop('Liffey Valley SC')],
  ['The Square Tallaght', 'Belgard Square East, Tallaght', 'D24', 53.2861, -6.3731, atBusStop('The Square Tallaght')],
  ['Citywest Shopping Centre', 'Fortunestown Lane', 'D24', 53.2826, -6.4215, atBusStop('Citywest SC')],
  ['Citywest Hotel', 'Garter Lane, Saggart', 'D24', 53.283, -6.4412, atBusStop('Citywest Hotel')],
  ['Frascati Centre', 'Frascati Road, Blackrock', 'A94', 53.3014, -6.1812, atBusStop('Frascati SC')],
  ['Stillorgan Village Shopping Centre', 'Lower Kilmacud Road, Stillorgan', 'A94', 53.2899, -6.1992, atBusStop('Stillorgan SC')],
  ['Dún Laoghaire Shopping Centre', 'Marine Road, Dún Laoghaire', 'A96', 53.2928, -6.1354, atBusStop('Dun Laoghaire SC')],
  ['Killiney Shopping Centre', 'Rochestown Avenue', 'A96', 53.2671, -6.1362, atBusStop('Killiney SC')],
  ['Pavilions Shopping Centre', 'Malahide Road, Swords', 'K67', 53.4548, -6.2184, atBusStop('Swords Pavilions SC')],
  ['Portmarnock Hotel', 'Strand Road, Portmarnock', 'K36', 53.4297, -6.1272, atBusStop('Portmarnock Hotel')],
  ['Lucan Spa Hotel', 'Celbridge Road, Lucan', 'K78', 53.3567, -6.4653, atBusStop('Lucan Spa Hotel')],
  ['Finnstown Castle Hotel', 'Newcastle Road, Lucan', 'K78', 53.3403, -6.4526, atBusStop('Finnstown Castle')],
];
