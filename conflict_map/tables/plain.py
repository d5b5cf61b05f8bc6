"""Any table with usual names of columns, in several languages; knows no data set."""

from __future__ import annotations

from typing import Final

from conflict_map.tables.formats import TableFormat

PLAIN: Final = TableFormat(
    name="plain",
    title="plain table",
    columns={
        "event_id": (
            "event_id", "event_id_cnty", "eventid", "id", "incident_id", "incident_no", "data_id",
            "globaleventid", "uid", "uuid", "record_id", "code", "ref", "fid", "identificador",
            "identifiant", "идентификатор", "kennung", "evento_id", "id_evento",
            "numero_incidente", "incident_number", "event_no", "event_number", "key",
        ),
        "lat": (
            "latitude", "lat", "lat_wgs84", "latitude_wgs84", "geo_lat", "geolat", "gps_lat",
            "gps_latitude", "decimallatitude", "decimal_latitude", "latitude_y", "lat_dd",
            "actiongeo_lat", "latitud", "y", "y_coord", "ycoord", "coord_y", "point_y",
            "location_lat", "location_latitude", "position_lat", "coordinates_lat",
            "coordinates_latitude", "geometry_lat", "geo_latitude", "start_lat", "lat_dec",
            "latdd", "lat_decimal", "breite", "breitengrad", "широта", "خط_العرض", "enlem",
            "latitudine", "szerokosc", "centroid_lat", "centroid_latitude",
        ),
        "lon": (
            "longitude", "lon", "long", "lng", "lon_wgs84", "longitude_wgs84", "geo_lon",
            "geo_lng", "geo_long", "geolon", "gps_lon", "gps_longitude", "decimallongitude",
            "decimal_longitude", "longitude_x", "lon_dd", "long_dd", "actiongeo_long", "longitud",
            "x", "x_coord", "xcoord", "coord_x", "point_x", "location_lon", "location_lng",
            "location_long", "location_longitude", "position_lon", "position_lng",
            "coordinates_lon", "coordinates_lng", "coordinates_longitude", "geometry_lon",
            "geo_longitude", "lon_dec", "londd", "longdd", "long_decimal", "lange", "langengrad",
            "laenge", "долгота", "довгота", "خط_الطول", "boylam", "longitudine", "dlugosc",
            "centroid_lon", "centroid_long", "centroid_longitude",
        ),
        "latlon": (
            "latlon", "lat_lon", "lat_long", "lat_lng", "latlng", "latlong", "latitude_longitude",
            "coordinates", "coordinate", "coordenadas", "coordonnees", "koordinaten",
            "координаты", "coords", "gps", "gps_coordinates", "geo_coordinates", "geo_point",
            "geopoint", "geolocation", "location_coordinates", "geom_wkt", "geometry_wkt", "wkt",
            "the_geom", "geom", "point", "الاحداثيات",
        ),
        "date_start": (
            "date_start", "start_date", "event_date", "date", "incident_date", "date_of_incident",
            "date_of_event", "date_occurred", "occurred", "date_reported", "report_date",
            "published", "datetime", "date_time", "day", "fecha", "datum", "sqldate", "year",
            "date_event", "event_day", "incidentdate", "eventdate", "start", "start_time",
            "begin_date", "date_begin", "date_from", "from_date", "fecha_inicio", "fecha_evento",
            "fecha_incidente", "data", "data_inicio", "data_evento", "date_debut",
            "date_evenement", "date_incident", "jour", "tarih", "datum_ereignis", "when", "дата",
            "дата_события", "дата_подіі", "التاريخ", "تاريخ",
        ),
        "date_end": (
            "date_end", "end_date", "event_end_date", "to_date", "end", "date_to", "to",
            "date_fin", "fecha_fin", "data_fim", "дата_окончания",
        ),
        "date_precision": (
            "date_precision",
        ),
        "event_type": (
            "event_type", "type", "category", "incident_type", "attack_type", "type_of_event",
            "type_of_incident", "event_category", "main_category", "attacktype1_txt",
            "event_text", "kind", "event", "incident", "tipo", "tipo_evento", "tipo_de_evento",
            "categoria", "type_evenement", "type_d_evenement", "type_incident", "categorie",
            "art", "ereignis", "тип", "тип_события", "тип_подіі", "نوع", "نوع_الحدث", "olay_turu",
            "nature", "nature_of_event", "violence_type",
        ),
        "sub_event_type": (
            "sub_event_type", "subevent_type", "sub_type", "subtype", "sub_category",
            "subcategory",
        ),
        "plover_type": (
            "plover_type",
        ),
        "place_name": (
            "place_name", "location", "place", "location_name", "placename", "where_coordinates",
            "settlement", "locality", "village", "town", "city", "site", "actiongeo_fullname",
            "neighbourhood", "neighborhood", "lugar", "localidad", "localite", "lieu", "ville",
            "village_name", "town_name", "nom_localite", "ort", "ortsname", "stadt", "место",
            "населенныи_пункт", "город", "село", "місце", "населении_пункт", "المكان", "الموقع",
            "المدينة", "القرية", "yer", "sehir", "municipio", "municipality", "commune", "comune",
            "luogo", "local", "localidade", "cidade", "aldeia", "area", "settlement_name",
            "site_name", "place_of_incident", "incident_location", "event_location", "where",
            "camp", "address",
        ),
        "country": (
            "country", "country_name", "country_txt", "nation", "iso3", "iso2", "pais", "pays",
            "land", "страна", "краіна", "الدولة", "البلد", "ulke", "paese", "countryname",
            "country_code", "iso_country", "cntry", "iso_a2", "iso_a3", "iso", "admin0", "adm0",
            "adm0_name", "admin0_name",
        ),
        "admin1": (
            "admin1", "adm_1", "adm1", "admin_1", "admin1_name", "adm1_name", "governorate",
            "province", "provstate", "state", "oblast", "department", "region", "departamento",
            "departement", "estado", "provincia", "gobernacion", "gouvernorat", "wilaya",
            "wilayah", "bundesland", "область", "регион", "المحافظة", "محافظة", "il", "vilayet",
            "muhafazah", "state_province", "state_region", "prefecture", "prefectura",
            "governorate_name", "province_name", "region_name", "oblast_name", "adm1_en",
            "adm1_fr", "adm1_es", "admin1name", "admin_level_1", "county",
        ),
        "admin2": (
            "admin2", "adm2", "adm_2", "admin_2", "admin2_name", "adm2_name", "adm2_en",
            "adm2_fr", "admin2name", "admin_level_2", "district", "district_name", "distrito",
            "arrondissement", "cercle", "raion", "rayon", "раион", "مديرية", "ilce", "kreis",
            "subdistrict", "sub_district",
        ),
        "admin3": (
            "admin3", "adm3", "adm_3", "admin3_name", "adm3_name", "adm3_en", "admin3name",
            "admin_level_3", "ward", "commune_name",
        ),
        "geo_precision": (
            "geo_precision",
        ),
        "uncertainty_km": (
            "uncertainty_km", "radius_km", "accuracy_km",
        ),
        "actor1": (
            "actor1", "actor_1", "side_a", "perpetrator", "attacker", "actor", "actor1name",
            "gname", "actor_name", "armed_group", "group", "actor_principal", "perpetrador",
            "agresor", "responsable", "auteur", "acteur", "acteur1", "tater", "taeter", "gruppe",
            "исполнитель", "нападавшии", "виновник", "perpetrator_name", "armed_actor", "actor_a",
            "side1", "initiator", "الفاعل",
        ),
        "actor2": (
            "actor2", "actor_2", "side_b", "target", "victim", "victims", "actor2name", "target1",
            "target_name", "victima", "objetivo", "cible", "opfer", "ziel", "жертва", "цель",
            "target_type", "actor_b", "side2", "acteur2", "الضحية",
        ),
        "fatalities_low": (
            "fatalities_low", "deaths_low", "killed_min", "min_killed", "low", "fatalities_min",
            "deaths_min", "min_deaths", "low_estimate", "minimum_deaths", "muertos_min",
        ),
        "fatalities_best": (
            "fatalities_best", "fatalities", "deaths", "killed", "deaths_best", "best", "dead",
            "nkill", "fatality", "total_deaths", "number_killed", "num_killed", "death_toll",
            "fatalites", "muertos", "muertes", "fallecidos", "victimas_mortales", "morts", "tues",
            "deces", "mortos", "mortes", "tote", "todesopfer", "погибшие", "погибло", "убитые",
            "убито", "загинуло", "загиблі", "القتلى", "قتلى", "olu", "killed_total",
            "total_killed", "no_killed", "number_of_deaths", "deaths_total", "fatalities_total",
            "kia", "num_deaths", "no_of_fatalities",
        ),
        "fatalities_high": (
            "fatalities_high", "deaths_high", "killed_max", "max_killed", "high",
            "fatalities_max", "deaths_max", "max_deaths", "high_estimate", "maximum_deaths",
            "muertos_max",
        ),
        "source": (
            "source", "sources", "publisher", "outlet", "source_office", "source_name",
            "reference", "reported_by", "scite1", "fuente", "fuentes", "source_1", "source1",
            "quelle", "fonte", "источник", "джерело", "المصدر", "kaynak", "media", "data_source",
            "sourced_from",
        ),
        "url": (
            "url", "link", "source_url", "sourceurl", "source_link", "href", "enlace", "lien",
            "ссылка", "посилання", "source_link1", "source_link_1", "source_url_1", "web_link",
            "permalink", "الرابط",
        ),
        "claimant": (
            "claimant", "claimed_by", "according_to", "reported_by_party", "claim_by",
        ),
        "notes": (
            "notes", "note", "description", "comments", "comment", "summary", "details",
            "event_description", "incident_description", "remarks", "text", "headline", "title",
            "source_headline", "notas", "descripcion", "observaciones", "resumen",
            "description_fr", "commentaires", "remarques", "descricao", "observacoes",
            "beschreibung", "bemerkung", "описание", "опис", "примечание", "комментарии", "وصف",
            "الوصف", "ملاحظات", "aciklama", "narrative", "story", "event_notes",
            "incident_summary", "tooltip", "text_en", "headline_en", "synopsis",
        ),
    },
    codes={
        "geo_precision": {str(n): str(n) for n in range(1, 8)},
        "date_precision": {
            word: word for word in ("day", "range", "week", "month", "year", "unknown")
        },
    },
    fallbacks=frozenset({"place_name", "notes"}),
    has_exact_points=True,
)  # fmt: skip
"""Fields by the usual names of their columns. Casualties are not deaths, so they are not mapped."""
