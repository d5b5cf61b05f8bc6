"""Any table with latitude and longitude columns, recognised by usual names; knows no data set."""

from __future__ import annotations

from typing import Final

from conflict_map.tables.formats import TableFormat

PLAIN: Final = TableFormat(
    name="plain",
    title="plain table",
    columns={
        "event_id": (
            "event_id", "event_id_cnty", "eventid", "id", "incident_id", "incident_no", "data_id",
            "globaleventid", "uid", "uuid", "record_id", "code", "ref", "fid",
        ),
        "lat": (
            "latitude", "lat", "lat_wgs84", "latitude_wgs84", "geo_lat", "geolat", "gps_lat",
            "gps_latitude", "decimallatitude", "decimal_latitude", "latitude_y", "lat_dd",
            "actiongeo_lat", "latitud", "y", "y_coord", "ycoord", "coord_y", "point_y",
        ),
        "lon": (
            "longitude", "lon", "long", "lng", "lon_wgs84", "longitude_wgs84", "geo_lon", "geo_lng",
            "geo_long", "geolon", "gps_lon", "gps_longitude", "decimallongitude",
            "decimal_longitude", "longitude_x", "lon_dd", "long_dd", "actiongeo_long", "longitud",
            "x", "x_coord", "xcoord", "coord_x", "point_x",
        ),
        "date_start": (
            "date_start", "start_date", "event_date", "date", "incident_date", "date_of_incident",
            "date_of_event", "date_occurred", "occurred", "date_reported", "report_date",
            "published", "datetime", "date_time", "day", "fecha", "datum", "sqldate", "year",
        ),
        "date_end": ("date_end", "end_date", "event_end_date", "to_date"),
        "event_type": (
            "event_type", "type", "category", "incident_type", "attack_type", "type_of_event",
            "type_of_incident", "event_category", "main_category", "attacktype1_txt", "event_text",
            "kind", "event", "incident",
        ),
        "sub_event_type": (
            "sub_event_type", "subevent_type", "sub_type", "subtype", "sub_category", "subcategory",
        ),
        "place_name": (
            "place_name", "location", "place", "location_name", "placename", "where_coordinates",
            "settlement", "locality", "village", "town", "city", "site", "actiongeo_fullname",
            "neighbourhood", "neighborhood", "district", "admin2", "adm_2",
        ),
        "country": ("country", "country_name", "country_txt", "nation", "iso3", "iso2"),
        "admin1": (
            "admin1", "adm_1", "adm1", "admin_1", "admin1_name", "adm1_name", "governorate",
            "province", "provstate", "state", "oblast", "department", "region",
        ),
        "actor1": (
            "actor1", "actor_1", "side_a", "perpetrator", "attacker", "actor", "actor1name",
            "gname", "actor_name", "armed_group", "group",
        ),
        "actor2": (
            "actor2", "actor_2", "side_b", "target", "victim", "victims", "actor2name", "target1",
            "target_name",
        ),
        "fatalities_low": ("fatalities_low", "deaths_low", "killed_min", "min_killed", "low"),
        "fatalities_best": (
            "fatalities_best", "fatalities", "deaths", "killed", "deaths_best", "best", "dead",
            "nkill", "fatality", "total_deaths", "number_killed", "num_killed", "death_toll",
        ),
        "fatalities_high": ("fatalities_high", "deaths_high", "killed_max", "max_killed", "high"),
        "source": (
            "source", "sources", "publisher", "outlet", "source_office", "source_name", "reference",
            "reported_by", "scite1",
        ),
        "url": ("url", "link", "source_url", "sourceurl", "source_link", "href"),
        "claimant": ("claimant", "claimed_by", "according_to"),
        "notes": (
            "notes", "note", "description", "comments", "comment", "summary", "details",
            "event_description", "incident_description", "remarks", "text", "headline", "title",
            "source_headline",
        ),
    },
)  # fmt: skip
"""Fields by the usual names of their columns. Casualties are not deaths, so they are not mapped."""
