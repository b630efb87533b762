using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace WeChatNotifications.Simulator.TemplateLibrary;

/// <summary>The public template library, and which of its templates WeChat has banned.</summary>
internal sealed class PublicLibrary
{
    private static readonly FrozenDictionary<int, LibraryTitle> ByTid = LibraryContents.Titles.ToFrozenDictionary(title => title.Tid);

    private readonly ConcurrentDictionary<int, bool> _banned = new();

    public static LibraryTitle? Find(int tid) => ByTid.GetValueOrDefault(tid);

    public bool IsBanned(int tid) => _banned.ContainsKey(tid);

    public void Ban(int tid, bool banned)
    {
        if (banned)
        {
            _banned[tid] = true;
        }
        else
        {
            _banned.TryRemove(tid, out _);
        }
    }

    public void Clear() => _banned.Clear();
}
