<?php
/**
 * As much of WordPress as the plugin calls, with the escaping that WordPress does. Loads the plugin, and prints as JSON
 * what it does with the settings and the calls that stand in the first argument.
 *
 * @package Askhours
 */

define( 'ABSPATH', __DIR__ );

$told = json_decode( $argv[2], true );
$GLOBALS['option'] = $told['option'] ?? false;
$GLOBALS['hooks']  = array();
$GLOBALS['seen']   = array( 'enqueued' => array(), 'registered' => array(), 'fields' => array(), 'errors' => array() );

function add_action( $name, $callback ) { $GLOBALS['hooks'][ $name ][] = $callback; }
function add_filter( $name, $callback ) { $GLOBALS['hooks'][ $name ][] = $callback; }
function add_shortcode( $name, $callback ) { $GLOBALS['hooks'][ 'shortcode ' . $name ][] = $callback; }
function plugin_basename( $file ) { return 'askhours/askhours.php'; }
function get_option( $name ) { return 'askhours' === $name ? $GLOBALS['option'] : false; }
function get_bloginfo( $name ) { return 'language' === $name ? 'de-DE' : ''; }
function wp_enqueue_script( ...$arguments ) { $GLOBALS['seen']['enqueued'][] = $arguments; }
function esc_attr( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES ); }
function esc_html( $text ) { return htmlspecialchars( (string) $text, ENT_QUOTES ); }
function esc_url( $url ) { return preg_match( '#^https?://#', $url ) ? str_replace( array( '&', "'", '"', '<', '>' ), array( '&#038;', '&#039;', '', '', '' ), $url ) : ''; }
function wp_kses_post( $html ) { return preg_replace( '#<script.*?</script>|\son\w+="[^"]*"#is', '', $html ); }
function __( $text, $domain ) { if ( 'askhours' !== $domain ) { throw new Exception( $domain ); } return $text; }
function esc_html__( $text, $domain ) { return esc_html( __( $text, $domain ) ); }
function shortcode_atts( $pairs, $given, $name ) { return array_merge( $pairs, array_intersect_key( $given, $pairs ) ); }
function untrailingslashit( $text ) { return rtrim( $text, '/\\' ); }
function add_settings_error( $setting, $code, $message ) { $GLOBALS['seen']['errors'][] = $code; }
function add_options_page( ...$arguments ) { $GLOBALS['seen']['page'] = $arguments; }
function register_setting( ...$arguments ) { $GLOBALS['seen']['registered'][] = $arguments; }
function add_settings_section( ...$arguments ) {}
function add_settings_field( $id, $label, $callback, $page, $section, $arguments ) { $GLOBALS['seen']['fields'][ $id ] = $callback; }
function current_user_can( $capability ) { return in_array( $capability, $GLOBALS['told']['capabilities'] ?? array(), true ); }
function get_admin_page_title() { return 'Askhours'; }
function settings_fields( $group ) { echo '<input name="_wpnonce">'; }
function do_settings_sections( $page ) { foreach ( $GLOBALS['seen']['fields'] as $callback ) { $callback(); } }
function submit_button() { echo '<button>'; }
function selected( $one, $other, $echo ) { return $one === $other ? " selected='selected'" : ''; }
function checked( $one, $other, $echo ) { return $one === $other ? " checked='checked'" : ''; }
function admin_url( $path ) { return 'https://www.example.org/wp-admin/' . $path; }

$GLOBALS['told'] = $told;
require $argv[1];

/** Calls what the plugin has hooked in. */
function hooked( $name, ...$arguments ) {
	$result = $arguments[0] ?? null;
	foreach ( $GLOBALS['hooks'][ $name ] as $callback ) {
		$result = $callback( ...$arguments );
	}
	return $result;
}

$shortcodes = array();
foreach ( $told['shortcodes'] ?? array() as $shortcode ) {
	$shortcodes[] = hooked( 'shortcode askhours', ...$shortcode );
}
hooked( 'wp_enqueue_scripts' );
hooked( 'admin_menu' );
hooked( 'admin_init' );
ob_start();
askhours_page();
$page = ob_get_clean();
echo json_encode(
	array(
		'seen'       => $GLOBALS['seen'],
		'attributes' => hooked( 'wp_script_attributes', array( 'id' => 'askhours-js' ) ),
		'others'     => hooked( 'wp_script_attributes', array( 'id' => 'jquery-js' ) ),
		'shortcodes' => $shortcodes,
		'links'      => hooked( 'plugin_action_links_askhours/askhours.php', array( 'Deactivate' ) ),
		'sanitized'  => isset( $told['typed'] ) ? askhours_sanitize( $told['typed'] ) : null,
		'twice'      => isset( $told['typed'] ) ? askhours_sanitize( askhours_sanitize( $told['typed'] ) ) : null,
		'errors'     => array_values( array_unique( $GLOBALS['seen']['errors'] ) ),
		'page'       => $page,
	)
);
