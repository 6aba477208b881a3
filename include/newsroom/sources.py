"""The sources file that makes Shpalta read the newsroom."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from newsroom.model import SITES, ZONE

_HEAD = "# The embedded sample newsroom: two sites of ours on this machine.\n"


def sources_yaml(base_urls: Mapping[str, str]) -> str:
    """Write the sources file for both sites, by the URLs without a closing slash under which they are served."""
    sources = [
        {
            "id": site.id,
            "name": site.name,
            "home": f"{base_urls[site.id]}/",
            "language": site.language,
            "zone": ZONE.key,
            "is_local": True,
            "delay_seconds": 0.0,
            "strategies": [
                {"kind": "rss", "url": base_urls[site.id] + site.feed_path},
                {"kind": "sitemap", "url": f"{base_urls[site.id]}/sitemap-news.xml"},
                {"kind": "sitemap", "url": f"{base_urls[site.id]}/sitemap.xml"},
            ],
        }
        for site in SITES.values()
    ]
    return _HEAD + yaml.safe_dump({"sources": sources}, allow_unicode=True, sort_keys=False)
