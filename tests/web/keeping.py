"""What tests of kept pages ask: for a page, whether it was kept, and for its stamp."""

from samskaping.context.doors import Door, enter


def body(site, path, **headers):
    answer = site.app.test_client().get(path, base_url=site.settings.base_url, headers=headers)
    return answer.status_code, answer.get_data(as_text=True)


def held(site):
    return len(site.app.extensions["shelf"]._pages)


def is_kept(site, path, statements):
    """Whether the page is answered with one statement: the one that finds the municipality and its stamp."""
    statements.heard.clear()
    status, _ = body(site, path)
    assert status == 200
    return len(statements) == 1


def paths(ref):
    return [
        "/halden/nb/",
        "/halden/nn/",
        "/halden/nb/forslag",
        "/halden/nb/forslag?sok=benker",
        "/halden/nb/forslag?sorter=samtale",
        f"/halden/nb/forslag/{ref}",
        "/halden/nb/feed.atom",
        f"/halden/nb/forslag/{ref}/feed.atom",
        "/halden/nb/sitemap.xml",
        "/nb/",
        "/nn/",
    ]


def stamp(world):
    """The stamp of a municipality's pages as a visitor would meet it now."""
    with enter(world.db.get_bind(), Door(world.here.slug), world.now, reading=True) as ctx:
        return ctx.here.stamp
